//! What the app wrote on the validation. Whatever is missing or of another shape counts as not said.

const std = @import("std");
const clock = @import("clock.zig");
const Cursor = @import("cursor.zig").Cursor;
const Entry = @import("loose.zig").Entry;
const Error = @import("cursor.zig").Error;
const Loose = @import("loose.zig").Loose;

pub const Config = struct {
    slots: []const ?clock.Instant,
    /// From a tier's tag to its name.
    tiers: []const Entry,
    /// Whether a buyer who did not log in counts as the customer of the e-mail that was typed.
    by_email: bool,
    messages: Loose,
    months: []const Loose,

    pub fn read(memory: std.mem.Allocator, json: Loose) Error!Config {
        const slots = try json.field(memory, "slots") orelse Loose{};
        const tiers = try json.field(memory, "tiers") orelse Loose{};
        const by_email = try json.field(memory, "by_email") orelse Loose{};
        const months = try json.field(memory, "months") orelse Loose{};
        return .{
            .slots = try instants(memory, try slots.items(memory)),
            .tiers = try tiers.entries(memory) orelse &.{},
            .by_email = by_email.isTrue(),
            .messages = try json.field(memory, "messages") orelse Loose{},
            .months = try months.items(memory),
        };
    }
};

fn instants(memory: std.mem.Allocator, items: []const Loose) Error![]const ?clock.Instant {
    const found = try memory.alloc(?clock.Instant, items.len);
    for (items, found) |item, *each| {
        var cursor = Cursor{ .text = item.text };
        each.* = try clock.take(&cursor);
    }
    return found;
}
