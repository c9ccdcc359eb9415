//! Wall clock times of the store as text, which sorts as time does, and how late it is at least.

const std = @import("std");
const Cursor = @import("cursor.zig").Cursor;
const Error = @import("cursor.zig").Error;
const LocalTime = @import("input.zig").LocalTime;

pub const Instant = [19]u8;
const SHAPE = "dddd-dd-ddTdd:dd:dd";
pub const BEGINNING: Instant = "0000-01-01T00:00:00".*;

/// The instant that comes next, null where something else does. It needs no look for its end: its length is known.
pub fn take(cursor: *Cursor) Error!?Instant {
    if (try cursor.peek() != '"') return null;
    const start = cursor.at + 1;
    const end = start + SHAPE.len;
    if (end >= cursor.text.len or cursor.text[end] != '"') return null;
    const found = instant(cursor.text[start..end]) orelse return null;
    cursor.at = end + 1;
    return found;
}

fn instant(text: []const u8) ?Instant {
    if (text.len != SHAPE.len) return null;
    for (text, SHAPE) |char, wanted| {
        const fits = if (wanted == 'd') std.ascii.isDigit(char) else char == wanted;
        if (!fits) return null;
    }
    const found: Instant = text[0..SHAPE.len].*;
    // Its name is looked up in a list of twelve.
    return if (month(&found) >= 1 and month(&found) <= 12) found else null;
}

pub fn month(at: *const Instant) usize {
    return @as(usize, at[5] - '0') * 10 + (at[6] - '0');
}

pub fn later(one: *const Instant, other: *const Instant) bool {
    return std.mem.order(u8, one, other) == .gt;
}

/// It is at least midnight of today and at least every slot that has passed: perhaps later, never earlier.
pub fn knownNow(localTime: LocalTime, slots: []const ?Instant) Instant {
    var now = midnight(localTime.date) orelse BEGINNING;
    for (localTime.passed(), 0..) |has_passed, number| {
        if (!has_passed or number >= slots.len) continue;
        const at = slots[number] orelse continue;
        if (later(&at, &now)) now = at;
    }
    return now;
}

fn midnight(date: []const u8) ?Instant {
    const time = BEGINNING[10..];
    var text: Instant = undefined;
    if (date.len + time.len != text.len) return null;
    @memcpy(text[0..date.len], date);
    @memcpy(text[date.len..], time);
    return instant(&text);
}
