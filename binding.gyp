# The addon: one static library for each ISA (each in its own namespace, see native/kernel.hpp), and the boundary on top.
# A new kernel file needs no change here: scripts/sources.mjs lists them from native/families.def.
{
  "variables": {
    "werror%": 1,
    "sanitize%": 0,
    # scripts/baseline.mjs: what other processors get, on x86-64.
    "baseline%": 0,
    "kernel_flags": [
      "-std=c++20", "-O3", "-fno-math-errno", "-fno-trapping-math", "-fno-exceptions", "-fno-rtti",
      "-fvisibility=hidden", "-ffunction-sections", "-Wall", "-Wextra", "-Wconversion", "-Wshadow",
    ],
    "v2": ["-march=x86-64-v2", "-mtune=generic"],
    "v3": ["-march=x86-64-v3", "-mtune=generic"],
    "v4": ["-march=x86-64-v4", "-mtune=generic", "-mprefer-vector-width=512"],
    # Plain code where other processors have it: no intrinsics.
    "plain": ["-U__SSE2__"],
  },
  "target_defaults": {
    "cflags_cc!": ["-std=gnu++17", "-std=gnu++20", "-fno-omit-frame-pointer"],
    "cflags!": ["-fno-omit-frame-pointer"],
    "cflags_cc": ["<@(kernel_flags)"],
    "conditions": [
      ["werror==1", { "cflags_cc": ["-Werror"] }],
      # scripts/sanitize.mjs. The sanitizers' runtime is loaded before Node.js. Checked code takes GCC three times as long to optimize as tests gain by it.
      ["sanitize==1", {
        "cflags_cc": ["-g1", "-O0", "-fsanitize=address,undefined", "-fno-sanitize-recover=undefined", "-Wno-error"],
        "ldflags": ["-fsanitize=address,undefined"],
      }],
    ],
    "xcode_settings": {
      "CLANG_CXX_LANGUAGE_STANDARD": "c++20",
      "GCC_OPTIMIZATION_LEVEL": "3",
      "GCC_SYMBOLS_PRIVATE_EXTERN": "YES",
      "MACOSX_DEPLOYMENT_TARGET": "11.0",
      "OTHER_CPLUSPLUSFLAGS": ["-fno-math-errno", "-fno-trapping-math"],
    },
    # GCC's vector extensions are needed: Visual Studio's own compiler has none.
    "msbuild_toolset": "ClangCL",
    "msvs_settings": { "VCCLCompilerTool": { "AdditionalOptions": ["/std:c++20", "/O2", "-fno-math-errno", "-fno-trapping-math"] } },
  },
  "targets": [
    {
      "target_name": "chunkwise",
      "sources": ["<!@(node scripts/sources.mjs addon)"],
      "defines": ["NAPI_VERSION=8"],
      "cflags_cc": ["-ffp-contract=off"],
      "conditions": [
        ["target_arch=='x64' and baseline==0", {
          "dependencies": ["v2", "v3", "v4", "v4ifma", "v2_fused", "v3_fused", "v4_fused"],
        }, {
          "dependencies": ["base", "base_fused"],
        }],
        ["baseline==1", { "defines": ["CW_BASELINE"] }],
        # Only libc is needed where it runs.
        ["OS=='linux'", { "ldflags": ["-static-libstdc++", "-static-libgcc", "-Wl,--gc-sections"] }],
      ],
    },
  ],
  "conditions": [
    ["target_arch=='x64' and baseline==0", {
      "targets": [
        {
          "target_name": "v2", "type": "static_library", "sources": ["<!@(node scripts/sources.mjs v2)"],
          "defines": ["CW_ISA=isa_v2", "CW_VECTOR_BYTES=16"],
          "cflags_cc": ["<@(v2)", "-ffp-contract=off"],
          "xcode_settings": { "OTHER_CPLUSPLUSFLAGS": ["<@(v2)", "-ffp-contract=off"] },
          "msvs_settings": { "VCCLCompilerTool": { "AdditionalOptions": ["<@(v2)", "-ffp-contract=off"] } },
        },
        {
          "target_name": "v3", "type": "static_library", "sources": ["<!@(node scripts/sources.mjs v3)"],
          "defines": ["CW_ISA=isa_v3", "CW_VECTOR_BYTES=32"],
          "cflags_cc": ["<@(v3)", "-ffp-contract=off"],
          "xcode_settings": { "OTHER_CPLUSPLUSFLAGS": ["<@(v3)", "-ffp-contract=off"] },
          "msvs_settings": { "VCCLCompilerTool": { "AdditionalOptions": ["<@(v3)", "-ffp-contract=off"] } },
        },
        {
          "target_name": "v4", "type": "static_library", "sources": ["<!@(node scripts/sources.mjs v4)"],
          "defines": ["CW_ISA=isa_v4", "CW_VECTOR_BYTES=64"],
          "cflags_cc": ["<@(v4)", "-ffp-contract=off"],
          "xcode_settings": { "OTHER_CPLUSPLUSFLAGS": ["<@(v4)", "-ffp-contract=off"] },
          "msvs_settings": { "VCCLCompilerTool": { "AdditionalOptions": ["<@(v4)", "-ffp-contract=off"] } },
        },
        {
          "target_name": "v4ifma", "type": "static_library", "sources": ["<!@(node scripts/sources.mjs v4ifma)"],
          "defines": ["CW_ISA=isa_v4ifma", "CW_VECTOR_BYTES=64"],
          "variables": { "ifma": ["<@(v4)", "-mavx512ifma", "-mavx512vbmi", "-mavx512vbmi2"] },
          "cflags_cc": ["<@(ifma)", "-ffp-contract=off"],
          "xcode_settings": { "OTHER_CPLUSPLUSFLAGS": ["<@(ifma)", "-ffp-contract=off"] },
          "msvs_settings": { "VCCLCompilerTool": { "AdditionalOptions": ["<@(ifma)", "-ffp-contract=off"] } },
        },
        {
          "target_name": "v2_fused", "type": "static_library", "sources": ["<!@(node scripts/sources.mjs fused)"],
          "defines": ["CW_ISA=isa_v2_fused", "CW_VECTOR_BYTES=16"],
          "cflags_cc": ["<@(v2)", "-ffp-contract=fast"],
          "xcode_settings": { "OTHER_CPLUSPLUSFLAGS": ["<@(v2)", "-ffp-contract=fast"] },
          "msvs_settings": { "VCCLCompilerTool": { "AdditionalOptions": ["<@(v2)", "-ffp-contract=fast"] } },
        },
        {
          "target_name": "v3_fused", "type": "static_library", "sources": ["<!@(node scripts/sources.mjs fused)"],
          "defines": ["CW_ISA=isa_v3_fused", "CW_VECTOR_BYTES=32"],
          "cflags_cc": ["<@(v3)", "-ffp-contract=fast"],
          "xcode_settings": { "OTHER_CPLUSPLUSFLAGS": ["<@(v3)", "-ffp-contract=fast"] },
          "msvs_settings": { "VCCLCompilerTool": { "AdditionalOptions": ["<@(v3)", "-ffp-contract=fast"] } },
        },
        {
          "target_name": "v4_fused", "type": "static_library", "sources": ["<!@(node scripts/sources.mjs fused)"],
          "defines": ["CW_ISA=isa_v4_fused", "CW_VECTOR_BYTES=64"],
          "cflags_cc": ["<@(v4)", "-ffp-contract=fast"],
          "xcode_settings": { "OTHER_CPLUSPLUSFLAGS": ["<@(v4)", "-ffp-contract=fast"] },
          "msvs_settings": { "VCCLCompilerTool": { "AdditionalOptions": ["<@(v4)", "-ffp-contract=fast"] } },
        },
      ],
    }, {
      "targets": [
        {
          "target_name": "base", "type": "static_library", "sources": ["<!@(node scripts/sources.mjs base)"],
          "defines": ["CW_ISA=isa_base", "CW_VECTOR_BYTES=16"],
          "cflags_cc": ["-ffp-contract=off"],
          "conditions": [["baseline==1", { "cflags_cc": ["<@(plain)"] }]],
          "xcode_settings": { "OTHER_CPLUSPLUSFLAGS": ["-ffp-contract=off"] },
        },
        {
          "target_name": "base_fused", "type": "static_library", "sources": ["<!@(node scripts/sources.mjs fused)"],
          "defines": ["CW_ISA=isa_base_fused", "CW_VECTOR_BYTES=16"],
          "cflags_cc": ["-ffp-contract=fast"],
          "conditions": [["baseline==1", { "cflags_cc": ["<@(plain)"] }]],
          "xcode_settings": { "OTHER_CPLUSPLUSFLAGS": ["-ffp-contract=fast"] },
        },
      ],
    }],
  ],
}
