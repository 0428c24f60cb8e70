/* Stands between a program and its disk and clock (LD_PRELOAD), and does what a page of memory shared with the test says:
   so many syncs and writes in a hundred fail with EIO and reach no disk, and the clock is so many seconds off. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

struct said { volatile int64_t failing_syncs, failing_writes, seconds, failed; };
static struct said quiet, *said = &quiet;

__attribute__((constructor)) static void listen_to_the_test(void) {
    const char *name = getenv("FAULTS_SAID");
    int file = name ? open(name, O_RDWR | O_CLOEXEC) : -1;
    if (file < 0) return;
    void *page = mmap(NULL, sizeof *said, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (page != MAP_FAILED) said = page;
    close(file);
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static int fails(int file, int64_t in_a_hundred) {
    static __thread unsigned int chance = 1;
    struct stat is;
    if (!in_a_hundred || fstat(file, &is) || !S_ISREG(is.st_mode)) return 0;
    if (rand_r(&chance) % 100 >= in_a_hundred) return 0;
    __atomic_add_fetch(&said->failed, 1, __ATOMIC_RELAXED);
    errno = EIO;
    return 1;
}

int fsync(int file) { return fails(file, said->failing_syncs) ? -1 : REAL(fsync)(file); }

int fdatasync(int file) { return fails(file, said->failing_syncs) ? -1 : REAL(fdatasync)(file); }

/* Half of what was to be written is, as on a disk that breaks. */
ssize_t pwrite64(int file, const void *data, size_t size, off64_t place) {
    if (!fails(file, said->failing_writes)) return REAL(pwrite64)(file, data, size, place);
    REAL(pwrite64)(file, data, size / 2, place);
    errno = EIO;
    return -1;
}

ssize_t pwrite(int file, const void *data, size_t size, off_t place) { return pwrite64(file, data, size, place); }

int clock_gettime(clockid_t clock, struct timespec *now) {
    int answer = REAL(clock_gettime)(clock, now);
    if (!answer && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) now->tv_sec += said->seconds;
    return answer;
}

int gettimeofday(struct timeval *now, void *zone) {
    int answer = REAL(gettimeofday)(now, zone);
    if (!answer) now->tv_sec += said->seconds;
    return answer;
}

time_t time(time_t *now) {
    struct timespec here;
    clock_gettime(CLOCK_REALTIME, &here);
    if (now) *now = here.tv_sec;
    return here.tv_sec;
}
