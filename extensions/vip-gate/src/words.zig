//! What the shopper reads: the merchant's words from the configuration, else English.

const std = @import("std");
const clock = @import("clock.zig");
const Config = @import("config.zig").Config;
const Error = @import("cursor.zig").Error;
const Verdict = @import("gate.zig").Verdict;

const ENGLISH = [_][2][]const u8{
    .{ "tier", "{product} opens for {tier} on {day} {month}, {time} (shop time)." },
    .{ "public", "{product} goes on sale on {day} {month}, {time} (shop time)." },
    .{ "members", "{product} is for members only. Log in if you are one." },
    .{ "closed", "{product} cannot be bought at the moment." },
};
const MONTHS = [_][]const u8{
    "January", "February", "March",     "April",   "May",      "June",
    "July",    "August",   "September", "October", "November", "December",
};

/// Longer messages are cut, so that a few of them cannot fill the answer.
const LONGEST = 600;

pub fn of(memory: std.mem.Allocator, verdict: Verdict, product: []const u8, config: Config) Error![]const u8 {
    var sentence = Sentence{ .product = product };
    switch (verdict) {
        .open, .members, .closed => {},
        .public => |at| sentence.at = at,
        .tier => |tier| {
            sentence.at = tier.at;
            sentence.tier = tier.name;
        },
    }
    sentence.month = try month(memory, &sentence.at, config);
    return shortened(try sentence.filled(memory, try template(memory, @tagName(verdict), config)));
}

fn template(memory: std.mem.Allocator, name: []const u8, config: Config) Error![]const u8 {
    if (try config.messages.field(memory, name)) |own| if (try own.string(memory)) |text| return text;
    for (ENGLISH) |each| if (std.mem.eql(u8, each[0], name)) return each[1];
    return "";
}

fn month(memory: std.mem.Allocator, at: *const clock.Instant, config: Config) Error![]const u8 {
    const number = clock.month(at) - 1;
    if (config.months.len == MONTHS.len) if (try config.months[number].string(memory)) |own| return own;
    return MONTHS[number];
}

const Sentence = struct {
    product: []const u8,
    tier: []const u8 = "",
    at: clock.Instant = clock.BEGINNING,
    month: []const u8 = "",

    /// What stands in braces and is no word of ours stays as it is.
    fn filled(self: *const Sentence, memory: std.mem.Allocator, text: []const u8) Error![]const u8 {
        var out: std.ArrayList(u8) = .empty;
        var rest = text;
        while (std.mem.indexOfScalar(u8, rest, '{')) |open| {
            const close = std.mem.indexOfScalarPos(u8, rest, open, '}') orelse break;
            try out.appendSlice(memory, rest[0..open]);
            try out.appendSlice(memory, self.word(rest[open + 1 .. close]) orelse rest[open .. close + 1]);
            rest = rest[close + 1 ..];
        }
        try out.appendSlice(memory, rest);
        return out.items;
    }

    fn word(self: *const Sentence, name: []const u8) ?[]const u8 {
        if (std.mem.eql(u8, name, "product")) return self.product;
        if (std.mem.eql(u8, name, "tier")) return self.tier;
        if (std.mem.eql(u8, name, "year")) return self.at[0..4];
        if (std.mem.eql(u8, name, "month")) return self.month;
        if (std.mem.eql(u8, name, "day")) return self.at[if (self.at[8] == '0') 9 else 8..10];
        if (std.mem.eql(u8, name, "time")) return self.at[11..16];
        return null;
    }
};

/// Never in the middle of a character.
fn shortened(text: []const u8) []const u8 {
    if (text.len <= LONGEST) return text;
    var end: usize = LONGEST;
    while (text[end] & 0xC0 == 0x80) end -= 1;
    return text[0..end];
}
