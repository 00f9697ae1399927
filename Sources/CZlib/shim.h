/* The C edge to zlib, of those who compress: its one-call functions, and one for the gzip format, which it lacks. */
#ifndef CZLIB_SHIM_H
#define CZLIB_SHIM_H

#include <limits.h>
#include <stddef.h>
#include <string.h>
#include <zlib.h>

/* Compresses in the gzip format. deflateInit2 is a macro, which Swift does not see.
 * Returns the number of bytes written; 0 if they would not fit, or memory is short. */
static inline size_t lockstep_gzip(
    unsigned char *destination, size_t capacity, const unsigned char *source, size_t count) {
    z_stream stream;
    memset(&stream, 0, sizeof stream);
    if (capacity > UINT_MAX || count > UINT_MAX) return 0;
    /* Level 6 is zlib's own choice; 16 added to the window's bits asks for gzip's header; 8 is the usual memory. */
    if (deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK) return 0;
    stream.next_in = (unsigned char *)source;
    stream.avail_in = (unsigned int)count;
    stream.next_out = destination;
    stream.avail_out = (unsigned int)capacity;
    int result = deflate(&stream, Z_FINISH);
    size_t written = stream.total_out;
    deflateEnd(&stream);
    return result == Z_STREAM_END ? written : 0;
}

#endif
