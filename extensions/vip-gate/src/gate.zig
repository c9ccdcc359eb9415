//! Whether a gated product may be bought, and if not, why.

const std = @import("std");
const Buyer = @import("buyer.zig").Buyer;
const clock = @import("clock.zig");
const Cursor = @import("cursor.zig").Cursor;
const Error = @import("cursor.zig").Error;
const Loose = @import("loose.zig").Loose;

pub const Verdict = union(enum) {
    open,
    /// Opens for the buyer's tier, before the public or without it.
    tier: struct { at: clock.Instant, name: []const u8 },
    public: clock.Instant,
    /// Never public, and no tier of the buyer's is named.
    members,
    /// The gate cannot be read. Somebody gated this product, and selling it early could not be taken back.
    closed,
};

pub fn judge(memory: std.mem.Allocator, json: Loose, buyer: Buyer, now: *const clock.Instant) Error!Verdict {
    const gate = try Gate.read(memory, json, buyer) orelse return .closed;
    if (gate.tier) |at| if (gate.public == null or clock.later(&gate.public.?, &at)) {
        return if (clock.later(&at, now)) .{ .tier = .{ .at = at, .name = buyer.tier } } else .open;
    };
    const at = gate.public orelse return .members;
    return if (clock.later(&at, now)) .{ .public = at } else .open;
}

const Gate = struct {
    public: ?clock.Instant,
    /// The earliest of the buyer's tiers.
    tier: ?clock.Instant,

    /// Null if it is not sound. All of it must be, not just what this buyer needs: half a gate is a gate nobody
    /// meant. It is walked once and nothing is kept, as a cart may bring hundreds of gates.
    fn read(memory: std.mem.Allocator, json: Loose, buyer: Buyer) Error!?Gate {
        var public: ??clock.Instant = null;
        var tier: ??clock.Instant = null;
        var cursor = Cursor{ .text = json.text };
        if (!try cursor.take('{')) return null;
        while (try cursor.more('}')) {
            const key = try cursor.key(memory);
            if (std.mem.eql(u8, key, "public")) {
                public = try publicInstant(&cursor) orelse return null;
            } else if (std.mem.eql(u8, key, "tiers")) {
                tier = try earliest(memory, &cursor, buyer) orelse return null;
            } else _ = try cursor.skip();
        }
        return .{ .public = public orelse return null, .tier = tier orelse return null };
    }
};

/// Null means never; null in place of that if it is not sound.
fn publicInstant(cursor: *Cursor) Error!??clock.Instant {
    const value = try clock.take(cursor);
    if (value == null and !(Loose{ .text = try cursor.skip() }).isNull()) return null;
    return @as(?clock.Instant, value);
}

/// Of the buyer's tiers, null where none is named; null in place of that if the list is not sound.
fn earliest(memory: std.mem.Allocator, cursor: *Cursor, buyer: Buyer) Error!??clock.Instant {
    var found: ?clock.Instant = null;
    if (!try cursor.take('{')) return null;
    while (try cursor.more('}')) {
        const tag = try cursor.key(memory);
        const at = try clock.take(cursor) orelse return null;
        if (buyer.mayAs(tag) and (found == null or clock.later(&found.?, &at))) found = at;
    }
    return @as(?clock.Instant, found);
}
