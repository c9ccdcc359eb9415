//! The answer to run.graphql. What the schema promises is typed, and anything else is a failure.

const std = @import("std");
const Cursor = @import("cursor.zig").Cursor;
const Error = @import("cursor.zig").Error;
const Loose = @import("loose.zig").Loose;

pub const Input = struct {
    cart: Cart = .{},
    shop: struct { localTime: LocalTime = .{} } = .{},
    validation: struct { config: ?Metafield = null } = .{},
};

pub const Cart = struct {
    buyerIdentity: ?BuyerIdentity = null,
    lines: []const Line = &.{},
};

pub const BuyerIdentity = struct { isAuthenticated: bool = false, customer: ?Customer = null };

pub const Customer = struct {
    hasTags: []const HasTag = &.{},
    tier: ?struct { value: []const u8 = "" } = null,
};

pub const HasTag = struct { tag: []const u8 = "", hasTag: bool = false };

/// Merchandise that is no variant of a product answers nothing of what is asked.
pub const Line = struct { merchandise: struct { product: ?Product = null } = .{} };

pub const Product = struct { title: []const u8 = "", gate: ?Metafield = null };

pub const Metafield = struct { jsonValue: Loose = .{} };

pub const LocalTime = struct {
    date: []const u8 = "",
    t1: bool = false,
    t2: bool = false,
    t3: bool = false,
    t4: bool = false,
    t5: bool = false,
    t6: bool = false,
    t7: bool = false,
    t8: bool = false,
    t9: bool = false,
    t10: bool = false,
    t11: bool = false,
    t12: bool = false,
    t13: bool = false,
    t14: bool = false,
    t15: bool = false,

    pub const SLOTS = 15;

    pub fn passed(self: LocalTime) [SLOTS]bool {
        var found: [SLOTS]bool = undefined;
        inline for (&found, 1..) |*each, number| {
            each.* = @field(self, std.fmt.comptimePrint("t{d}", .{number}));
        }
        return found;
    }
};

pub fn parse(memory: std.mem.Allocator, text: []const u8) Error!Input {
    var cursor = Cursor{ .text = text };
    return read(Input, memory, &cursor);
}

fn read(comptime T: type, memory: std.mem.Allocator, cursor: *Cursor) Error!T {
    if (T == Loose) return .{ .text = try cursor.skip() };
    return switch (@typeInfo(T)) {
        .bool => std.mem.eql(u8, try cursor.skip(), "true"),
        .optional => |optional| try readOptional(optional.child, memory, cursor),
        .pointer => |list| if (list.child == u8)
            try cursor.string(memory)
        else
            try readList(list.child, memory, cursor),
        .@"struct" => try readObject(T, memory, cursor),
        else => comptime unreachable,
    };
}

fn readOptional(comptime T: type, memory: std.mem.Allocator, cursor: *Cursor) Error!?T {
    if (try cursor.peek() != 'n') return try read(T, memory, cursor);
    _ = try cursor.skip();
    return null;
}

fn readList(comptime T: type, memory: std.mem.Allocator, cursor: *Cursor) Error![]const T {
    var found: std.ArrayList(T) = .empty;
    try cursor.expect('[');
    while (try cursor.more(']')) try found.append(memory, try read(T, memory, cursor));
    return found.items;
}

fn readObject(comptime T: type, memory: std.mem.Allocator, cursor: *Cursor) Error!T {
    const fields = @typeInfo(T).@"struct";
    var found: T = .{};
    try cursor.expect('{');
    next: while (try cursor.more('}')) {
        const key = try cursor.key(memory);
        inline for (fields.field_names, fields.field_types) |name, Field| {
            if (std.mem.eql(u8, key, name)) {
                @field(found, name) = try read(Field, memory, cursor);
                continue :next;
            }
        }
        _ = try cursor.skip();
    }
    return found;
}
