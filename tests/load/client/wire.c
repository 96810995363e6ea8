/* The WebSocket as this client needs it: whole frames in, small frames out, and from each text only the figures. */
#include "crowd.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

uint64_t frames_read, bytes_read, acks_read;
int64_t acked_seq[MOST_GROUPS];

enum { TEXT = 1, CLOSE = 8, PING = 9, PONG = 10 };
enum { HEAD_OF_FRAME = 160, LENGTH_OF_ID = 36, HEX_OF_INDEX = 12 };
enum { REFUSED_COMMAND = -1, TOO_FAST = -2 };

static const char *find(const char *text, size_t size, const char *word) {
    return memmem(text, size, word, strlen(word));
}

/* The number behind `"name":`, or `missing`. */
static int64_t number(const char *text, size_t size, const char *name, int64_t missing) {
    const char *found = find(text, size, name);
    return found ? strtoll(found + strlen(name), NULL, 10) : missing;
}

static void hear_events(uint32_t index, const char *text, size_t size) {
    client *me = &clients[index];
    size_t head = size < HEAD_OF_FRAME ? size : HEAD_OF_FRAME;
    int64_t after = number(text, head, "\"after\":", -1), upto = number(text, head, "\"upto\":", -1);
    note(index, EVENTS, after, upto);
    /* A gap stays a gap: the position moves only where the protocol lets it. */
    if (after <= me->position && upto > me->position) me->position = upto;
}

static void hear_results(uint32_t index, const char *text, size_t size) {
    const char *end = text + size, *at = text;
    while ((at = find(at, end - at, "\"id\":\"")) && end - at > LENGTH_OF_ID + 7) {
        char hex[HEX_OF_INDEX + 1] = {0};
        memcpy(hex, at + 6 + LENGTH_OF_ID - HEX_OF_INDEX, HEX_OF_INDEX);
        at += 6 + LENGTH_OF_ID;
        const char *next = find(at, end - at, "\"id\":\"");
        size_t length = (next ? next : end) - at;
        int64_t seq = number(at, length, "\"seq\":", REFUSED_COMMAND);
        if (!find(at, length, "\"ok\":true"))
            seq = find(at, length, "too_fast") ? TOO_FAST : REFUSED_COMMAND;
        int group = clients[index].group;
        if (seq > acked_seq[group]) acked_seq[group] = seq;
        acks_read++;
        note(index, ACK, strtoll(hex, NULL, 16), seq);
        answered(index);
    }
}

static void be_ready(uint32_t index, int64_t head) {
    client *me = &clients[index];
    me->state = READY;
    me->head = head;
    if (me->position < 0) me->position = head;
    note(index, OPEN, head, me->position);
}

static int is_type(const char *text, size_t size, const char *type) {
    return find(text, size < 48 ? size : 48, type) != NULL;
}

static void hear_text(uint32_t index, const char *text, size_t size) {
    size_t head = size < HEAD_OF_FRAME ? size : HEAD_OF_FRAME;
    if (is_type(text, size, "\"events\"")) hear_events(index, text, size);
    else if (is_type(text, size, "\"ack\"")) hear_results(index, text, size);
    else if (is_type(text, size, "\"hello\"")) be_ready(index, number(text, size, "\"seq\":", 0));
    else if (is_type(text, size, "\"resync\"")) {
        note(index, RESYNC, 0, 0);
        clients[index].adrift = 1;
    }
    /* Engine.IO: its handshake, its namespace, its heartbeat. */
    else if (head > 1 && !memcmp(text, "0{", 2)) say(index, TEXT, "40", 2);
    else if (head > 1 && !memcmp(text, "40", 2)) be_ready(index, 0);
    else if (size == 1 && *text == '2') say(index, TEXT, "3", 1);
}

static void hear_frame(uint32_t index, int opcode, const char *payload, size_t size) {
    frames_read++;
    if (opcode == TEXT) hear_text(index, payload, size);
    else if (opcode == PING) say(index, PONG, payload, size);
    else if (opcode == CLOSE)
        lose(index, LOST, size < 2 ? 1005 : (unsigned char)payload[0] << 8 | (unsigned char)payload[1]);
}

static void shake(uint32_t index) {
    client *me = &clients[index];
    const char *end = find(me->in.bytes, me->in.size, "\r\n\r\n");
    if (!end) return;
    int status = me->in.size > 12 ? atoi(me->in.bytes + 9) : 0;
    if (status != 101) {
        lose(index, REFUSED, status);
        return;
    }
    drop(&me->in, end + 4 - me->in.bytes);
    me->state = SHAKEN;
    if (*me->first) say(index, TEXT, me->first, strlen(me->first));
}

/* Takes every whole frame out of what has been read. */
void hear(uint32_t index) {
    client *me = &clients[index];
    if (me->state == SHAKING) shake(index);
    size_t at = 0;
    while (me->state >= SHAKEN && me->state != GONE && me->in.size - at >= 2) {
        const unsigned char *frame = (unsigned char *)me->in.bytes + at;
        size_t left = me->in.size - at, header = 2, size = frame[1] & 127;
        if (size >= 126) header = size == 126 ? 4 : 10;
        if (left < header) break;
        if (header > 2) {
            size = 0;
            for (size_t i = 2; i < header; i++) size = size << 8 | frame[i];
        }
        if (left < header + size) break;
        at += header + size;
        hear_frame(index, frame[0] & 15, (const char *)frame + header, size);
    }
    if (me->state != GONE) drop(&me->in, at);
}

/* Sends one masked frame; the key is zero, which leaves the payload as it is. */
void say(uint32_t index, int opcode, const char *payload, size_t size) {
    client *me = &clients[index];
    unsigned char header[8] = {0x80 | opcode, 0x80};
    size_t length = 6;
    if (size < 126) header[1] |= size;
    else {
        header[1] |= 126;
        header[2] = size >> 8;
        header[3] = size;
        length = 8;
    }
    append(&me->out, (const char *)header, length);
    append(&me->out, payload, size);
    ssize_t sent = write(me->fd, me->out.bytes, me->out.size);
    if (sent > 0) drop(&me->out, sent);
}
