//! Walks once over JSON text. The standard library's parser needs some 150 instructions a byte, which a cart of 200
//! lines cannot afford.
//!
//! The platform's JSON is well formed, so its grammar is not checked. Nothing is read beyond its end, though, and
//! nesting costs no stack.

const std = @import("std");

pub const Error = error{ Malformed, OutOfMemory };

pub const Cursor = struct {
    text: []const u8,
    at: usize = 0,

    /// The next character that is no white space.
    pub fn peek(self: *Cursor) Error!u8 {
        while (self.at < self.text.len) : (self.at += 1) {
            switch (self.text[self.at]) {
                ' ', '\n', '\r', '\t' => {},
                else => |char| return char,
            }
        }
        return error.Malformed;
    }

    pub fn take(self: *Cursor, char: u8) Error!bool {
        if (try self.peek() != char) return false;
        self.at += 1;
        return true;
    }

    pub fn expect(self: *Cursor, char: u8) Error!void {
        if (!try self.take(char)) return error.Malformed;
    }

    /// Inside an object or array: whether another member follows. The closing bracket is taken.
    pub fn more(self: *Cursor, close: u8) Error!bool {
        if (try self.take(close)) return false;
        _ = try self.take(',');
        return true;
    }

    pub fn key(self: *Cursor, memory: std.mem.Allocator) Error![]const u8 {
        const found = try self.string(memory);
        try self.expect(':');
        return found;
    }

    /// A part of the text itself where nothing in it is escaped.
    pub fn string(self: *Cursor, memory: std.mem.Allocator) Error![]const u8 {
        if (try self.peek() != '"') return error.Malformed;
        const start = self.at + 1;
        const end = try closing(self.text, self.at);
        self.at = end.at + 1;
        const raw = self.text[start..end.at];
        return if (end.escaped) unescaped(memory, raw) else raw;
    }

    /// Passes over a value of any kind and gives its text.
    pub fn skip(self: *Cursor) Error![]const u8 {
        const start = switch (try self.peek()) {
            '"' => return self.skipString(),
            '{', '[' => return self.skipNested(),
            else => self.at,
        };
        while (self.at < self.text.len and !endsBare(self.text[self.at])) self.at += 1;
        return if (self.at > start) self.text[start..self.at] else error.Malformed;
    }

    fn skipString(self: *Cursor) Error![]const u8 {
        const start = self.at;
        self.at = (try closing(self.text, start)).at + 1;
        return self.text[start..self.at];
    }

    fn skipNested(self: *Cursor) Error![]const u8 {
        const start = self.at;
        var depth: usize = 0;
        while (self.at < self.text.len) : (self.at += 1) {
            switch (self.text[self.at]) {
                '"' => self.at = (try closing(self.text, self.at)).at,
                '{', '[' => depth += 1,
                '}', ']' => depth -= 1,
                else => continue,
            }
            if (depth > 0) continue;
            self.at += 1;
            return self.text[start..self.at];
        }
        return error.Malformed;
    }
};

const Closing = struct { at: usize, escaped: bool };

/// Where the string ends that opens at `start`, and whether anything in it is escaped.
fn closing(text: []const u8, start: usize) Error!Closing {
    var escaped = false;
    var at = special(text, start + 1);
    while (at < text.len) : (at = special(text, at + 2)) {
        if (text[at] == '"') return .{ .at = at, .escaped = escaped };
        escaped = true; // the next character, whatever it is, belongs to the backslash
    }
    return error.Malformed;
}

/// The next quote or backslash, else the end. Eight characters at a time, as most of a cart is strings: a byte of
/// the word is zero where it is what is looked for, and the lowest zero byte is found right.
fn special(text: []const u8, from: usize) usize {
    var at = from;
    while (at + 8 <= text.len) : (at += 8) {
        const word = std.mem.readInt(u64, text[at..][0..8], .little);
        const found = zeros(word ^ (ONES * '"')) | zeros(word ^ (ONES * '\\'));
        if (found != 0) return at + @ctz(found) / 8;
    }
    while (at < text.len and text[at] != '"' and text[at] != '\\') at += 1;
    return at;
}

const ONES: u64 = 0x0101010101010101;

fn zeros(word: u64) u64 {
    return (word -% ONES) & ~word & (ONES * 0x80);
}

fn endsBare(char: u8) bool {
    return switch (char) {
        ',', '}', ']', ' ', '\n', '\r', '\t' => true,
        else => false,
    };
}

fn unescaped(memory: std.mem.Allocator, raw: []const u8) Error![]const u8 {
    var out = try std.ArrayList(u8).initCapacity(memory, raw.len);
    var at: usize = 0;
    while (at < raw.len) {
        if (raw[at] != '\\') {
            out.appendAssumeCapacity(raw[at]);
            at += 1;
        } else if (raw[at + 1] == 'u') {
            const char = try character(raw, &at);
            var bytes: [4]u8 = undefined;
            const length = std.unicode.utf8Encode(char, &bytes) catch return error.Malformed;
            out.appendSliceAssumeCapacity(bytes[0..length]);
        } else {
            out.appendAssumeCapacity(plain(raw[at + 1]));
            at += 2;
        }
    }
    return out.items;
}

fn plain(char: u8) u8 {
    return switch (char) {
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'b' => 0x08,
        'f' => 0x0C,
        else => char,
    };
}

/// One \uXXXX, or two that make a pair. Half a pair is no character: U+FFFD stands in for it.
fn character(raw: []const u8, at: *usize) Error!u21 {
    const first = try unit(raw, at.*);
    at.* += 6;
    if (first < 0xD800 or first > 0xDFFF) return first;
    const second = unit(raw, at.*) catch return std.unicode.replacement_character;
    if (first > 0xDBFF or second < 0xDC00 or second > 0xDFFF) return std.unicode.replacement_character;
    at.* += 6;
    return 0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00);
}

fn unit(raw: []const u8, at: usize) Error!u21 {
    if (at + 6 > raw.len or raw[at] != '\\' or raw[at + 1] != 'u') return error.Malformed;
    return std.fmt.parseInt(u21, raw[at + 2 .. at + 6], 16) catch return error.Malformed;
}
