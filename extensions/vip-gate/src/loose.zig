//! JSON of unknown shape: what stands in metafields. It is kept as text and read with care, since a bad one must
//! neither let a cart through nor stop all carts.

const std = @import("std");
const Cursor = @import("cursor.zig").Cursor;
const Error = @import("cursor.zig").Error;

pub const Entry = struct { key: []const u8, value: Loose };

pub const Loose = struct {
    text: []const u8 = "null",

    pub fn isNull(self: Loose) bool {
        return self.text[0] == 'n';
    }

    pub fn isTrue(self: Loose) bool {
        return self.text[0] == 't';
    }

    pub fn string(self: Loose, memory: std.mem.Allocator) Error!?[]const u8 {
        if (self.text[0] != '"') return null;
        var cursor = Cursor{ .text = self.text };
        return try cursor.string(memory);
    }

    /// Null if it is no object.
    pub fn entries(self: Loose, memory: std.mem.Allocator) Error!?[]const Entry {
        var cursor = Cursor{ .text = self.text };
        if (!try cursor.take('{')) return null;
        var found: std.ArrayList(Entry) = .empty;
        while (try cursor.more('}')) {
            const key = try cursor.key(memory);
            try found.append(memory, .{ .key = key, .value = .{ .text = try cursor.skip() } });
        }
        return found.items;
    }

    /// None if it is no array.
    pub fn items(self: Loose, memory: std.mem.Allocator) Error![]const Loose {
        var cursor = Cursor{ .text = self.text };
        if (!try cursor.take('[')) return &.{};
        var found: std.ArrayList(Loose) = .empty;
        while (try cursor.more(']')) try found.append(memory, .{ .text = try cursor.skip() });
        return found.items;
    }

    pub fn field(self: Loose, memory: std.mem.Allocator, name: []const u8) Error!?Loose {
        for (try self.entries(memory) orelse return null) |entry| {
            if (std.mem.eql(u8, entry.key, name)) return entry.value;
        }
        return null;
    }
};
