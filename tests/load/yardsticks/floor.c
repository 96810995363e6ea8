/* The least that sending one frame to everybody costs: epoll, one send() a socket, nothing else. PORT BYTES. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

enum { MOST = 65536, READ_AT_ONCE = 65536, SMALL = 126 };

static const char SHAKEN[] =
    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n"; /* the answer to the load client's one key */

static unsigned char shaken[MOST];
static long seq;
static size_t frame_size;

static void send_text(int to, const char *text, size_t size) {
    char frame[READ_AT_ONCE];
    size_t header = size < SMALL ? 2 : 4;
    frame[0] = (char)0x81;
    frame[1] = (char)(size < SMALL ? size : SMALL);
    if (header == 4) {
        frame[2] = (char)(size >> 8);
        frame[3] = (char)size;
    }
    memcpy(frame + header, text, size);
    if (send(to, frame, header + size, MSG_NOSIGNAL) < 0) shaken[to] = 0;
}

static void tell_all(void) {
    char text[READ_AT_ONCE];
    int size = snprintf(text, sizeof text, "{\"type\":\"events\",\"after\":%ld,\"upto\":%ld,\"events\":[{\"pad\":\"", seq, seq + 1);
    while ((size_t)size + 4 < frame_size) text[size++] = 'x';
    memcpy(text + size, "\"}]}", 4);
    seq++;
    for (int to = 0; to < MOST; to++)
        if (shaken[to]) send_text(to, text, size + 4);
}

static void answer(int from, const char *bytes, ssize_t size) {
    if (!shaken[from]) {
        char hello[64];
        if (send(from, SHAKEN, sizeof SHAKEN - 1, MSG_NOSIGNAL) < 0) return;
        shaken[from] = 1;
        send_text(from, hello, snprintf(hello, sizeof hello, "{\"type\":\"hello\",\"seq\":%ld}", seq));
        return;
    }
    /* A client that was faster than we were has several in one read. */
    const char *end = bytes + size, *id = bytes;
    while ((id = memmem(id, end - id, "\"id\":\"", 6))) {
        char ack[256];
        id += 6;
        tell_all();
        int length = snprintf(ack, sizeof ack, "{\"type\":\"ack\",\"results\":[{\"id\":\"%.36s\",\"ok\":true,\"seq\":%ld}]}", id, seq);
        send_text(from, ack, length);
    }
}

int main(int count, char **words) {
    int one = 1, poller = epoll_create1(0), door = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons(atoi(words[1])), .sin_addr = {htonl(INADDR_LOOPBACK)}};
    static char bytes[READ_AT_ONCE];
    frame_size = count > 2 ? strtoul(words[2], NULL, 10) : 150;
    setsockopt(door, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    if (bind(door, (struct sockaddr *)&at, sizeof at) || listen(door, 4096)) return 1;
    struct epoll_event event = {.events = EPOLLIN, .data.fd = door}, ready[256];
    epoll_ctl(poller, EPOLL_CTL_ADD, door, &event);
    for (;;) {
        int found = epoll_wait(poller, ready, 256, -1);
        for (int i = 0; i < found; i++) {
            int from = ready[i].data.fd;
            if (from == door) {
                event.data.fd = accept(door, NULL, NULL);
                setsockopt(event.data.fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
                epoll_ctl(poller, EPOLL_CTL_ADD, event.data.fd, &event);
                continue;
            }
            ssize_t size = read(from, bytes, sizeof bytes);
            if (size <= 0) {
                shaken[from] = 0;
                close(from);
            } else answer(from, bytes, size);
        }
    }
}
