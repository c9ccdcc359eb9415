//! Standard input and output by the bare system calls: std.Io would bring far more than two of them.

const std = @import("std");
const wasi = std.os.wasi;

const STDIN = 0;
const STDOUT = 1;
/// The input of a cart of up to 200 lines fits in at once (128 kB at most).
const ROOM = 160 * 1024;

pub fn readAll(memory: std.mem.Allocator) ![]u8 {
    var bytes = try std.ArrayList(u8).initCapacity(memory, ROOM);
    while (true) {
        try bytes.ensureUnusedCapacity(memory, 1);
        const free = bytes.unusedCapacitySlice();
        const into = [_]wasi.iovec_t{.{ .base = free.ptr, .len = free.len }};
        var count: usize = 0;
        if (wasi.fd_read(STDIN, &into, into.len, &count) != .SUCCESS) return error.Unreadable;
        if (count == 0) return bytes.items;
        bytes.items.len += count;
    }
}

pub fn writeAll(bytes: []const u8) !void {
    var rest = bytes;
    while (rest.len > 0) {
        const from = [_]wasi.ciovec_t{.{ .base = rest.ptr, .len = rest.len }};
        var count: usize = 0;
        if (wasi.fd_write(STDOUT, &from, from.len, &count) != .SUCCESS) return error.Unwritable;
        rest = rest[count..];
    }
}
