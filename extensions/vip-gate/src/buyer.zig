//! Who buys: logged in, by tag and metafield together.

const std = @import("std");
const Config = @import("config.zig").Config;
const Error = @import("cursor.zig").Error;
const input = @import("input.zig");

pub const Buyer = struct {
    tier: []const u8 = "",
    /// The tags of that tier which the customer carries.
    tags: []const []const u8 = &.{},

    /// Tags are given by staff, imports and other apps, too; the metafield is written by the app alone. So a tag
    /// counts only where the metafield names its tier.
    pub fn of(memory: std.mem.Allocator, identity: ?input.BuyerIdentity, config: Config) Error!Buyer {
        const who = identity orelse return .{};
        if (!who.isAuthenticated and !config.by_email) return .{};
        const customer = who.customer orelse return .{};
        const tier = (customer.tier orelse return .{}).value;
        var tags: std.ArrayList([]const u8) = .empty;
        for (config.tiers) |entry| {
            const name = try entry.value.string(memory) orelse continue;
            if (std.mem.eql(u8, name, tier) and carries(customer, entry.key)) try tags.append(memory, entry.key);
        }
        return .{ .tier = tier, .tags = tags.items };
    }

    pub fn mayAs(self: Buyer, tag: []const u8) bool {
        for (self.tags) |each| if (std.mem.eql(u8, each, tag)) return true;
        return false;
    }
};

fn carries(customer: input.Customer, tag: []const u8) bool {
    for (customer.hasTags) |each| {
        if (each.hasTag and std.mem.eql(u8, each.tag, tag)) return true;
    }
    return false;
}
