/* Many clients in one process on one epoll: opens sockets, sends what a schedule says, writes down what came when.
 *
 * One command a line on standard input, one line of JSON for each on standard output:
 *   connect CLIENTS OUT SECONDS   opens them, until all are in step or the time is over
 *   run SCHEDULE OUT SECONDS      sends, then waits for every answer on every client, or for so long after the last
 *   loop SCHEDULE OUT SECONDS FOR sends each client's next when its last was answered, none after FOR seconds; waits as `run` does
 *   close                         drops all
 *   quit
 * Who was told to start anew is not waited for: nothing more comes there. Between commands sockets are still served.
 * The formats of the three files stand in tests/load/client/driver.py.
 */
#include "crowd.h"
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

enum { STDIN_MARK = 0xFFFFFFFE, TIMER_MARK = 0xFFFFFFFF, MOST_READY = 1024, SLICES = 20, MANY = 64, SELDOM = 4, READ_AT_ONCE = 1 << 17 };
#define SLICE_US 50000

client *clients;
uint32_t client_count;
record *records;
size_t record_count;

static size_t record_room;
static int poller, timer;
static order *orders;
static size_t order_count, sent;
static uint64_t tick_us, tick, looping_until_us;

uint64_t now_ns(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static uint64_t now_us(void) { return now_ns() / 1000; }

void note(uint32_t index, enum kind kind, int64_t a, int64_t b) {
    if (record_count == record_room) {
        record_room = record_room ? record_room * 2 : 1 << 16;
        records = realloc(records, record_room * sizeof *records);
    }
    records[record_count++] = (record){now_ns(), index, kind, a, b};
}

void append(buffer *to, const char *bytes, size_t size) {
    if (to->size + size > to->room) {
        to->room = (to->size + size) * 2;
        to->bytes = realloc(to->bytes, to->room);
    }
    if (size) memcpy(to->bytes + to->size, bytes, size);
    to->size += size;
}

void drop(buffer *from, size_t size) {
    if (size && size < from->size) memmove(from->bytes, from->bytes + size, from->size - size);
    from->size -= size;
}

void lose(uint32_t index, enum kind kind, int64_t why) {
    client *me = &clients[index];
    if (me->state == GONE) return;
    if (me->state != READY) kind = REFUSED;
    note(index, kind, why, 0);
    if (me->fd >= 0) close(me->fd);
    me->fd = -1;
    me->state = GONE;
}

static void dial(uint32_t index) {
    client *me = &clients[index];
    int one = 1;
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(me->port), .sin_addr = {htonl(INADDR_LOOPBACK)}};
    me->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    me->state = CONNECTING;
    setsockopt(me->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    if (me->fd < 0 || (connect(me->fd, (struct sockaddr *)&to, sizeof to) && errno != EINPROGRESS)) {
        lose(index, REFUSED, -errno);
        return;
    }
    struct epoll_event event = {.events = EPOLLIN | EPOLLOUT | EPOLLET, .data.u32 = index};
    epoll_ctl(poller, EPOLL_CTL_ADD, me->fd, &event);
}

static void flush_out(client *me) {
    if (!me->out.size) return;
    ssize_t sent = write(me->fd, me->out.bytes, me->out.size);
    if (sent > 0) drop(&me->out, sent);
}

static void serve(uint32_t index, uint32_t what) {
    static char bytes[READ_AT_ONCE];
    client *me = &clients[index];
    if (me->state == GONE || me->fd < 0) return;
    if (me->state == CONNECTING && what & (EPOLLOUT | EPOLLERR | EPOLLHUP)) {
        int error = 0;
        socklen_t size = sizeof error;
        getsockopt(me->fd, SOL_SOCKET, SO_ERROR, &error, &size);
        if (error) {
            lose(index, REFUSED, -error);
            return;
        }
        me->state = SHAKING;
        append(&me->out, me->request, strlen(me->request));
    }
    if (what & EPOLLOUT) flush_out(me);
    while (me->fd >= 0) {
        ssize_t got = read(me->fd, bytes, sizeof bytes);
        if (got > 0) {
            bytes_read += got;
            append(&me->in, bytes, got);
            hear(index);
            /* Edge-triggered: a short read has emptied the socket, more would come as a new edge. */
            if (got < (ssize_t)sizeof bytes && !(what & (EPOLLRDHUP | EPOLLHUP))) break;
        } else {
            if (got == 0 || (errno != EAGAIN && errno != EINTR)) lose(index, LOST, got ? -errno : 1006);
            break;
        }
    }
}

/* Flow credit, as phones give it (frontend/src/session/credit.ts): once a second while much comes, every four while little does. */
static void give_credit(void) {
    for (uint32_t index = tick % SLICES; index < client_count; index += SLICES) {
        client *me = &clients[index];
        if (me->state != READY || !me->credit || me->told >= me->position) continue;
        if (me->position - me->told < MANY && tick - me->told_tick < SELDOM * SLICES) continue;
        char text[64];
        me->told_tick = tick;
        me->told = me->position;
        say(index, 1, text, snprintf(text, sizeof text, "{\"type\":\"got\",\"seq\":%lld}", (long long)me->position));
    }
    tick++;
    tick_us += SLICE_US;
    if (tick_us < now_us()) tick_us = now_us() + SLICE_US;
}

/* Serves whatever is ready until `until_us` at latest; returns 1 when a command waits on standard input. */
static int serve_until(uint64_t until_us) {
    static struct epoll_event ready[MOST_READY];
    uint64_t next = until_us < tick_us ? until_us : tick_us;
    if (!next) next = 1;
    struct itimerspec when = {.it_value = {next / 1000000, next % 1000000 * 1000}};
    timerfd_settime(timer, TFD_TIMER_ABSTIME, &when, NULL);
    int count = epoll_wait(poller, ready, MOST_READY, -1), asked = 0;
    for (int i = 0; i < count; i++) {
        uint64_t expirations;
        if (ready[i].data.u32 == STDIN_MARK) asked = 1;
        else if (ready[i].data.u32 != TIMER_MARK) serve(ready[i].data.u32, ready[i].events);
        else if (read(timer, &expirations, sizeof expirations) < 0) continue;
    }
    if (now_us() >= tick_us) give_credit();
    return asked;
}

/* ---- The three commands ---------------------------------------------------------------------------------------- */

static char *line_of(FILE *file) {
    static char *line;
    static size_t room;
    ssize_t size = getline(&line, &room, file);
    if (size < 0) return NULL;
    if (size && line[size - 1] == '\n') line[size - 1] = 0;
    return line;
}

static void read_clients(const char *path) {
    FILE *file = fopen(path, "r");
    for (char *line; file && (line = line_of(file));) {
        clients = realloc(clients, (client_count + 1) * sizeof *clients);
        client *me = &clients[client_count++];
        *me = (client){.fd = -1, .state = WAITING};
        char *rest = line;
        me->due_us = strtoull(strsep(&rest, "\t"), NULL, 10);
        me->port = atoi(strsep(&rest, "\t"));
        me->group = atoi(strsep(&rest, "\t")) % MOST_GROUPS;
        me->credit = atoi(strsep(&rest, "\t"));
        me->position = strtoll(strsep(&rest, "\t"), NULL, 10);
        me->first = strdup(strsep(&rest, "\t"));
        /* The request's lines are kept apart by a unit separator, which becomes CR LF. */
        buffer text = {0};
        for (char *at = rest; *at; at++) append(&text, *at == 31 ? "\r\n" : at, *at == 31 ? 2 : 1);
        append(&text, "", 1);
        me->request = text.bytes;
    }
    if (file) fclose(file);
}

static void read_schedule(const char *path) {
    for (size_t i = 0; i < order_count; i++) free(orders[i].payload);
    order_count = 0;
    FILE *file = fopen(path, "r");
    for (char *line; file && (line = line_of(file));) {
        orders = realloc(orders, (order_count + 1) * sizeof *orders);
        order *one = &orders[order_count++];
        char *rest = line;
        one->due_us = strtoull(strsep(&rest, "\t"), NULL, 10);
        one->client = atoi(strsep(&rest, "\t"));
        one->index = strtoll(strsep(&rest, "\t"), NULL, 10);
        one->payload = strdup(rest);
    }
    if (file) fclose(file);
}

static int all_in_step(void) {
    for (uint32_t i = 0; i < client_count; i++) {
        client *me = &clients[i];
        int64_t upto = me->head > acked_seq[me->group] ? me->head : acked_seq[me->group];
        if (me->state == GONE || me->adrift) continue;
        if (me->state != READY || me->position < upto) return 0;
    }
    return 1;
}

static void connect_all(uint32_t from, double seconds) {
    uint64_t start = now_us(), end = start + seconds * 1e6;
    for (uint32_t next = from;;) {
        uint64_t now = now_us();
        while (next < client_count && start + clients[next].due_us <= now) dial(next++);
        if (now >= end || (next == client_count && all_in_step())) break;
        serve_until(next < client_count && start + clients[next].due_us < end ? start + clients[next].due_us : end);
    }
    for (uint32_t i = from; i < client_count; i++)
        if (clients[i].state != READY) lose(i, REFUSED, 0);
}

static uint64_t late_us;

static void send_order(const order *one, uint64_t at_us) {
    note(one->client, SENT, one->index, 0);
    records[record_count - 1].at_ns = at_us * 1000;
    if (clients[one->client].state == READY) say(one->client, 1, one->payload, strlen(one->payload));
    sent++;
}

static void run_schedule(double seconds) {
    uint64_t start = now_us() + 20000, end = UINT64_MAX;
    while (1) {
        uint64_t now = now_us();
        while (sent < order_count && start + orders[sent].due_us <= now) {
            uint64_t due = start + orders[sent].due_us;
            if (now - due > late_us) late_us = now - due;
            send_order(&orders[sent], due);
            now = now_us();
        }
        if (sent == order_count && end == UINT64_MAX) end = now + seconds * 1e6;
        if (now >= end || (sent == order_count && acks_read >= order_count && all_in_step())) return;
        serve_until(sent < order_count ? start + orders[sent].due_us : end < now + 20000 ? end : now + 20000);
    }
}

/* In a loop the client's next one goes now. The orders of a client stand one behind the other. */
void answered(uint32_t index) {
    size_t next = clients[index].next;
    if (!looping_until_us || next >= order_count || orders[next].client != index) return;
    uint64_t now = now_us();
    if (now >= looping_until_us) return;
    clients[index].next++;
    send_order(&orders[next], now);
}

static void run_loop(double seconds, double length) {
    looping_until_us = now_us() + length * 1e6;
    for (size_t i = 0; i < order_count; i++) {
        if (i && orders[i].client == orders[i - 1].client) continue;
        clients[orders[i].client].next = i;
        answered(orders[i].client);
    }
    uint64_t end = looping_until_us + seconds * 1e6;
    for (uint64_t now = now_us(); now < end; now = now_us()) {
        if ((now >= looping_until_us || sent == order_count) && acks_read >= sent && all_in_step()) break;
        serve_until(now + 20000);
    }
    looping_until_us = 0;
}

static double cpu_s(void) {
    struct rusage used;
    getrusage(RUSAGE_SELF, &used);
    return used.ru_utime.tv_sec + used.ru_stime.tv_sec + (used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6;
}

static void obey(char *line) {
    char *rest = line, *verb = strsep(&rest, "\t\n");
    double cpu = cpu_s();
    uint64_t start = now_ns(), frames = frames_read, bytes = bytes_read;
    if (!strcmp(verb, "quit")) exit(0);
    if (!strcmp(verb, "close")) {
        for (uint32_t i = 0; i < client_count; i++)
            if (clients[i].fd >= 0) close(clients[i].fd);
        client_count = 0;
        memset(acked_seq, 0, sizeof acked_seq);
    } else {
        char *plan = strsep(&rest, "\t"), *out = strsep(&rest, "\t");
        double seconds = atof(strsep(&rest, "\t\n")), length = rest ? atof(rest) : 0;
        uint32_t from = client_count;
        record_count = 0;
        if (!strcmp(verb, "connect")) {
            read_clients(plan);
            connect_all(from, seconds);
        } else {
            read_schedule(plan);
            acks_read = sent = late_us = 0;
            if (!strcmp(verb, "loop")) run_loop(seconds, length);
            else run_schedule(seconds);
        }
        double wall = (now_ns() - start) / 1e9;
        cpu = cpu_s() - cpu;
        FILE *file = fopen(out, "w");
        if (file && record_count) fwrite(records, sizeof *records, record_count, file);
        if (file) fclose(file);
        printf("{\"wall_s\":%.6f,\"cpu_s\":%.6f,\"frames\":%llu,\"bytes\":%llu,\"late_ms\":%.3f}\n", wall, cpu,
               (unsigned long long)(frames_read - frames), (unsigned long long)(bytes_read - bytes), late_us / 1e3);
        fflush(stdout);
        return;
    }
    printf("{}\n");
    fflush(stdout);
}

int main(void) {
    poller = epoll_create1(EPOLL_CLOEXEC);
    timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
    tick_us = now_us() + SLICE_US;
    struct epoll_event from_stdin = {.events = EPOLLIN, .data.u32 = STDIN_MARK};
    struct epoll_event from_timer = {.events = EPOLLIN, .data.u32 = TIMER_MARK};
    epoll_ctl(poller, EPOLL_CTL_ADD, 0, &from_stdin);
    epoll_ctl(poller, EPOLL_CTL_ADD, timer, &from_timer);
    for (char line[4096];;)
        if (serve_until(tick_us)) {
            if (!fgets(line, sizeof line, stdin)) return 0;
            obey(line);
        }
}
