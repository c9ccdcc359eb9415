//! The answer: one operation with an error for each product that is refused.

const std = @import("std");

const BEGIN = "{\"operations\":[";
const END = "]}";

/// One error stops a cart, and nobody reads more than these. The platform drops answers over 20 kB, and with them
/// the refusal: hence the second limit. The last error is at most 3.6 kB, all its characters escaped.
const MOST_ERRORS = 20;
const MOST_BYTES = 15_000;

pub const Answer = struct {
    memory: std.mem.Allocator,
    text: std.ArrayList(u8) = .empty,
    said: std.ArrayList([]const u8) = .empty,

    pub fn isFull(self: *const Answer) bool {
        return self.said.items.len >= MOST_ERRORS or self.text.items.len > MOST_BYTES;
    }

    /// A product in several lines is named once.
    pub fn refuse(self: *Answer, message: []const u8) !void {
        for (self.said.items) |before| if (std.mem.eql(u8, before, message)) return;
        try self.said.append(self.memory, message);
        try self.add(if (self.said.items.len == 1) BEGIN ++ "{\"validationAdd\":{\"errors\":[" else ",");
        try self.add("{\"message\":\"");
        for (message) |char| try self.addEscaped(char);
        try self.add("\",\"target\":\"$.cart\"}");
    }

    pub fn end(self: *Answer) ![]const u8 {
        try self.add(if (self.said.items.len == 0) BEGIN ++ END else "]}}" ++ END);
        return self.text.items;
    }

    fn add(self: *Answer, text: []const u8) !void {
        try self.text.appendSlice(self.memory, text);
    }

    fn addEscaped(self: *Answer, char: u8) !void {
        switch (char) {
            '"', '\\' => try self.add(&.{ '\\', char }),
            0...0x1F => try self.add(&("\\u00".* ++ std.fmt.hex(char))),
            else => try self.add(&.{char}),
        }
    }
};
