/* Faults of the machine under one process: what a disk, a clock or a kernel may do, told by a file that may change while the process runs.
 *
 *   cc -shared -fPIC -O1 -o faults.so faults.c -ldl
 *   MAILLAGE_FAULTS=FILE LD_PRELOAD=./faults.so maillage serve …
 *
 * Each line of FILE is one fault:
 *   fsync SUFFIX EIO|ENOSPC      every fsync and fdatasync of a file whose path ends so fails
 *   write SUFFIX EIO|ENOSPC      every write to it fails
 *   slow SUFFIX MILLISECONDS     every fsync of it takes so much longer
 *   clock SECONDS                the wall clock is so far from the machine's own; the clock since boot is left alone
 *   synchronised yes|no|denied   what the kernel says of its clock
 *
 * The SQLite that Maillage bundles calls fsync, not fdatasync; both are taken here. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/timex.h>
#include <time.h>
#include <unistd.h>

/* The rest of the line that begins with these two words (the second may be the end of a path); 0 when there is none. */
static int told(const char *fault, const char *path, char *value, size_t room) {
    const char *file = getenv("MAILLAGE_FAULTS");
    if (!file) return 0;
    int fd = (int)syscall(SYS_openat, AT_FDCWD, file, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return 0;
    char text[4096];
    long length = syscall(SYS_read, fd, text, sizeof text - 1);
    syscall(SYS_close, fd);
    if (length <= 0) return 0;
    text[length] = 0;
    char *rest = text, *line;
    while ((line = strsep(&rest, "\n"))) {
        char *word = strsep(&line, " ");
        if (strcmp(word, fault)) continue;
        if (path) {
            char *suffix = strsep(&line, " ");
            if (!suffix) continue;
            size_t p = strlen(path), s = strlen(suffix);
            if (p < s || strcmp(path + p - s, suffix)) continue;
        }
        if (!line) continue;
        snprintf(value, room, "%s", line);
        return 1;
    }
    return 0;
}

static int path_of(int fd, char *path, size_t room) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, room - 1);
    if (length < 0) return 0;
    path[length] = 0;
    return 1;
}

static int fails(const char *fault, int fd) {
    char path[4096], value[64];
    if (!path_of(fd, path, sizeof path) || !told(fault, path, value, sizeof value)) return 0;
    errno = strcmp(value, "ENOSPC") ? EIO : ENOSPC;
    return 1;
}

static void slow(int fd) {
    char path[4096], value[64];
    if (!path_of(fd, path, sizeof path) || !told("slow", path, value, sizeof value)) return;
    long millis = atol(value);
    struct timespec pause = {millis / 1000, millis % 1000 * 1000000};
    nanosleep(&pause, NULL);
}

int fsync(int fd) {
    slow(fd);
    return fails("fsync", fd) ? -1 : (int)syscall(SYS_fsync, fd);
}

int fdatasync(int fd) {
    slow(fd);
    return fails("fsync", fd) ? -1 : (int)syscall(SYS_fdatasync, fd);
}

ssize_t pwrite(int fd, const void *bytes, size_t length, off_t at) {
    return fails("write", fd) ? -1 : syscall(SYS_pwrite64, fd, bytes, length, at);
}

ssize_t pwrite64(int fd, const void *bytes, size_t length, off64_t at) {
    return fails("write", fd) ? -1 : syscall(SYS_pwrite64, fd, bytes, length, at);
}

static long leap(void) {
    char value[64];
    return told("clock", NULL, value, sizeof value) ? atol(value) : 0;
}

int clock_gettime(clockid_t clock, struct timespec *now) {
    int failed = (int)syscall(SYS_clock_gettime, clock, now);
    if (!failed && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) now->tv_sec += leap();
    return failed;
}

int gettimeofday(struct timeval *now, void *zone) {
    int failed = (int)syscall(SYS_gettimeofday, now, zone);
    if (!failed) now->tv_sec += leap();
    return failed;
}

time_t time(time_t *into) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (into) *into = now.tv_sec;
    return now.tv_sec;
}

int adjtimex(struct timex *state) {
    char value[64];
    if (!told("synchronised", NULL, value, sizeof value)) return (int)syscall(SYS_adjtimex, state);
    if (!strcmp(value, "denied")) {
        errno = EPERM;
        return -1;
    }
    memset(state, 0, sizeof *state);
    state->status = strcmp(value, "yes") ? STA_UNSYNC : STA_PLL;
    return strcmp(value, "yes") ? TIME_ERROR : TIME_OK;
}
