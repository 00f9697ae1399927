/* The C edge of HTTPServer: libmicrohttpd, and what Swift cannot call by itself.
 *
 * MHD_start_daemon is variadic, and some of its callbacks are declared only in prose; here are both with fixed
 * arguments. */
#ifndef CMICROHTTPD_SHIM_H
#define CMICROHTTPD_SHIM_H

#include <microhttpd.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/eventfd.h>

/* What a daemon is started with. Every callback gets `context` as its first argument. */
struct lockstep_mhd_settings {
    int listen_socket;                  /* bound and listening; the daemon's from now on */
    unsigned int connection_limit;
    unsigned int connections_per_address; /* 0: no limit */
    unsigned int idle_timeout_seconds;  /* 0: none */
    size_t connection_memory;           /* bytes */
    void *context;
    MHD_NotifyConnectionCallback connection_changed;
    void *(*request_line)(void *context, const char *target, struct MHD_Connection *connection);
    MHD_AccessHandlerCallback request_part;
    MHD_RequestCompletedCallback request_completed;
};

/* Leaves percent-encoding alone: MHD decodes in place to a C string, in which %00 would end the path and %2F would
 * be a separator. */
static inline size_t lockstep_mhd_keep_encoding(void *context, struct MHD_Connection *connection, char *text) {
    (void)context;
    (void)connection;
    return strlen(text);
}

/* Starts a daemon that does nothing until MHD_run is called, and then works on the caller's thread.
 * Returns null if it cannot be started; the listening socket is then still the caller's. */
static inline struct MHD_Daemon *lockstep_mhd_start(const struct lockstep_mhd_settings *settings) {
    return MHD_start_daemon(
        MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME, 0, NULL, NULL,
        settings->request_part, settings->context,
        MHD_OPTION_LISTEN_SOCKET, settings->listen_socket,
        MHD_OPTION_CONNECTION_LIMIT, settings->connection_limit,
        MHD_OPTION_PER_IP_CONNECTION_LIMIT, settings->connections_per_address,
        MHD_OPTION_CONNECTION_TIMEOUT, settings->idle_timeout_seconds,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, settings->connection_memory,
        MHD_OPTION_NOTIFY_CONNECTION, settings->connection_changed, settings->context,
        MHD_OPTION_URI_LOG_CALLBACK, settings->request_line, settings->context,
        MHD_OPTION_NOTIFY_COMPLETED, settings->request_completed, settings->context,
        /* A request of HTTP/1.1 without a Host is refused, as RFC 9112 asks. */
        MHD_OPTION_STRICT_FOR_CLIENT, 1,
        MHD_OPTION_UNESCAPE_CALLBACK, lockstep_mhd_keep_encoding, NULL,
        /* The caller's thread blocks SIGPIPE, so sendfile may be used. */
        MHD_OPTION_SIGPIPE_HANDLED_BY_APP, 1,
        MHD_OPTION_END);
}

/* Has the response sent without chunks, and the connection closed after it. */
static inline void lockstep_mhd_forbid_chunks(struct MHD_Response *response) {
    MHD_set_response_options(response, MHD_RF_HTTP_1_0_COMPATIBLE_STRICT, MHD_RO_END);
}

/* The descriptor that becomes readable when the daemon has something to do. */
static inline int lockstep_mhd_epoll_descriptor(struct MHD_Daemon *daemon) {
    const union MHD_DaemonInfo *info = MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_EPOLL_FD);
    return info ? info->epoll_fd : -1;
}

/* Milliseconds after which the daemon wants to run although nothing is readable; -1: none. */
static inline int64_t lockstep_mhd_timeout(struct MHD_Daemon *daemon) {
    MHD_UNSIGNED_LONG_LONG milliseconds = 0;
    if (MHD_get_timeout(daemon, &milliseconds) != MHD_YES) return -1;
    return milliseconds > 3600000 ? 3600000 : (int64_t)milliseconds;
}

/* What connection_changed stored for this connection. */
static inline void *lockstep_mhd_connection_context(struct MHD_Connection *connection) {
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    return info ? info->socket_context : NULL;
}

/* The connection's own socket, which stays MHD's. */
static inline int lockstep_mhd_connection_socket(struct MHD_Connection *connection) {
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    return info ? info->connect_fd : -1;
}

/* The client's address; null if unknown. */
static inline const struct sockaddr *lockstep_mhd_client_address(struct MHD_Connection *connection) {
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    return info ? info->client_addr : NULL;
}

#endif
