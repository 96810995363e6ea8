/* What the load client keeps: its clients, what it is to send, and the records of what happened when. */
#ifndef CROWD_H
#define CROWD_H
#define _GNU_SOURCE
#include <stddef.h>
#include <stdint.h>

#define MOST_GROUPS 64

enum kind { SENT = 1, EVENTS, ACK, LOST, RESYNC, OPEN, REFUSED };
enum state { WAITING, CONNECTING, SHAKING, SHAKEN, READY, GONE };

typedef struct {
    uint64_t at_ns;
    uint32_t client, kind;
    int64_t a, b;
} record;

typedef struct {
    char *bytes;
    size_t size, room;
} buffer;

typedef struct {
    int fd, port, group, credit, adrift;
    enum state state;
    uint64_t due_us;
    int64_t position, head, told;
    uint64_t told_tick;
    size_t next;
    char *request, *first;
    buffer in, out;
} client;

typedef struct {
    uint64_t due_us;
    uint32_t client;
    int64_t index;
    char *payload;
} order;

extern client *clients;
extern uint32_t client_count;
extern record *records;
extern size_t record_count;
extern uint64_t frames_read, bytes_read, acks_read;
extern int64_t acked_seq[MOST_GROUPS];

uint64_t now_ns(void);
void note(uint32_t client, enum kind kind, int64_t a, int64_t b);
void append(buffer *to, const char *bytes, size_t size);
void drop(buffer *from, size_t size);
void say(uint32_t index, int opcode, const char *payload, size_t size);
void hear(uint32_t index);
void lose(uint32_t index, enum kind kind, int64_t why);
void answered(uint32_t index);
#endif
