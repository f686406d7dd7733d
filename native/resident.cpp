#ifdef __linux__

#include "resident.hpp"

#include <link.h>
#include <malloc.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

// Node-API has no word for this. Node.js exports all of V8 for addons, and these two have been the same for years; where they are missing, nothing is done.
extern "C" {
// static v8::Isolate* v8::Isolate::TryGetCurrent()
__attribute__((weak)) void* _ZN2v87Isolate13TryGetCurrentEv();
// void v8::Isolate::MemoryPressureNotification(v8::MemoryPressureLevel)
__attribute__((weak)) void _ZN2v87Isolate26MemoryPressureNotificationENS_19MemoryPressureLevelE(void* isolate, int level);
}

namespace cw {
namespace {

constexpr auto current_isolate = _ZN2v87Isolate13TryGetCurrentEv;
constexpr auto press = _ZN2v87Isolate26MemoryPressureNotificationENS_19MemoryPressureLevelE;

constexpr int none = 0;
constexpr int critical = 2;

struct Range {
  uintptr_t begin;
  uintptr_t end;
};

constexpr uintptr_t large_page = uintptr_t{1} << 21;

// What of a stretch is whole pages of that size.
Range whole_pages(const void* data, int64_t bytes, uintptr_t page) {
  const auto address = reinterpret_cast<uintptr_t>(data);
  return {(address + page - 1) / page * page, (address + static_cast<uintptr_t>(bytes)) / page * page};
}

void advise(Range range, int advice) {
  if (range.begin < range.end) madvise(reinterpret_cast<void*>(range.begin), range.end - range.begin, advice);
}

// The segments of the file that V8 is in, from the first to the last: the executable, or libnode.so. It stays where it is as long as the process lives.
Range program_range(const void* symbol) {
  struct Search {
    uintptr_t inside;
    Range found;
  } search{reinterpret_cast<uintptr_t>(symbol), {0, 0}};
  dl_iterate_phdr(
      [](dl_phdr_info* info, size_t, void* data) {
        auto& [inside, found] = *static_cast<Search*>(data);
        Range all{UINTPTR_MAX, 0};
        for (int i = 0; i < info->dlpi_phnum; i++) {
          const auto& segment = info->dlpi_phdr[i];
          if (segment.p_type != PT_LOAD) continue;
          const uintptr_t begin = info->dlpi_addr + segment.p_vaddr;
          if (begin < all.begin) all.begin = begin;
          if (begin + segment.p_memsz > all.end) all.end = begin + segment.p_memsz;
        }
        if (inside < all.begin || inside >= all.end) return 0;
        found = all;
        return 1;
      },
      &search);
  return search.found;
}

// What nobody may write and nobody has written (not even a debugger) stands in the file as well.
void give_back_file(Range program) {
  FILE* maps = fopen("/proc/self/smaps", "re");
  if (maps == nullptr) return;
  char line[512];
  Range mapping{0, 0};
  while (fgets(line, sizeof line, maps) != nullptr) {
    Range next{0, 0};
    char access[5];
    unsigned long inode = 0;
    unsigned long kilobytes = 1;
    if (sscanf(line, "%lx-%lx %4s %*s %*s %lu", &next.begin, &next.end, access, &inode) == 4) {
      if (next.begin >= program.end) break;
      const bool is_read_only = access[1] == '-' && access[3] == 'p' && inode != 0;
      mapping = is_read_only && next.begin >= program.begin ? next : Range{0, 0};
    } else if (mapping.end > 0 && sscanf(line, "Anonymous: %lu", &kilobytes) == 1 && kilobytes == 0) {
      advise(mapping, MADV_DONTNEED);
    }
  }
  fclose(maps);
}

}  // namespace

void discard_pages(void* data, int64_t bytes) noexcept {
  advise(whole_pages(data, bytes, static_cast<uintptr_t>(sysconf(_SC_PAGESIZE))), MADV_DONTNEED);
  // No more than that: every change of kind makes a mapping of its own, of which a process may have 65,530. Parts of large pages come back in small ones anyway.
  advise(whole_pages(data, bytes, large_page), MADV_NOHUGEPAGE);
}

void use_large_pages(void* data, int64_t bytes) noexcept {
  advise(whole_pages(data, bytes, large_page), MADV_HUGEPAGE);
}

void collect_garbage() noexcept {
  if (current_isolate == nullptr || press == nullptr) return;
  void* isolate = current_isolate();
  if (isolate == nullptr) return;
  press(isolate, critical);
  press(isolate, none);
}

void give_back_pages() noexcept {
  if (current_isolate != nullptr) give_back_file(program_range(reinterpret_cast<void*>(current_isolate)));
#ifdef __GLIBC__
  malloc_trim(0);
#endif
}

}  // namespace cw

#endif
