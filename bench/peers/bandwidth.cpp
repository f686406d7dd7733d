// How fast memory can be read: threads add up their share of a buffer, 64 bytes at a time. `bandwidth <bytes> <threads>`, then as contestant.py.
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <thread>
#include <vector>

using Vector = uint64_t __attribute__((vector_size(64)));

static uint64_t read_all(const Vector* data, int64_t count) {
  Vector sums[4] = {};
  for (int64_t i = 0; i + 4 <= count; i += 4)
    for (int k = 0; k < 4; k++) sums[k] += data[i + k];
  const Vector sum = sums[0] + sums[1] + sums[2] + sums[3];
  uint64_t total = 0;
  for (int k = 0; k < 8; k++) total += sum[k];
  return total;
}

int main(int argc, char** argv) {
  if (argc < 3) return 1;
  const int64_t bytes = atoll(argv[1]);
  const int threads = atoi(argv[2]);
  auto* data = static_cast<Vector*>(aligned_alloc(4096, static_cast<size_t>((bytes + 4095) / 4096 * 4096)));
  memset(data, 1, static_cast<size_t>(bytes));
  puts("{\"ready\":true}");
  fflush(stdout);
  char line[16];
  while (fgets(line, sizeof line, stdin) && strcmp(line, "go\n") == 0) {
    const clock_t cpu = clock();
    const auto start = std::chrono::steady_clock::now();
    const int64_t share = bytes / 64 / threads;
    std::vector<uint64_t> sums(static_cast<size_t>(threads));
    std::vector<std::thread> team;
    for (int t = 0; t < threads; t++) team.emplace_back([&, t] { sums[static_cast<size_t>(t)] = read_all(data + t * share, share); });
    for (auto& one : team) one.join();
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    uint64_t sum = 0;
    for (const uint64_t one : sums) sum += one;
    // The sum goes out so that it has to be made.
    printf("{\"seconds\":%.9f,\"cpuSeconds\":%.6f,\"sum\":%llu}\n", seconds, static_cast<double>(clock() - cpu) / CLOCKS_PER_SEC, static_cast<unsigned long long>(sum));
    fflush(stdout);
  }
}
