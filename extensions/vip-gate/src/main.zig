//! The entry of the module: what the platform knows of a cart goes in, what it must refuse comes out.

const std = @import("std");
const Answer = @import("answer.zig").Answer;
const Buyer = @import("buyer.zig").Buyer;
const clock = @import("clock.zig");
const Config = @import("config.zig").Config;
const gate = @import("gate.zig");
const input = @import("input.zig");
const stream = @import("stream.zig");
const words = @import("words.zig");

// A failure can tell nobody why, so the module does not carry the words for it: it traps, and the validation's
// blockOnFailure decides what that means for the shopper.
pub const panic = std.debug.no_panic;

export fn cart_validations_generate_run() void {
    var arena = std.heap.ArenaAllocator.init(std.heap.wasm_allocator);
    run(arena.allocator()) catch @trap();
}

fn run(memory: std.mem.Allocator) !void {
    const asked = try input.parse(memory, try stream.readAll(memory));
    const written = asked.validation.config orelse input.Metafield{};
    const config = try Config.read(memory, written.jsonValue);
    const buyer = try Buyer.of(memory, asked.cart.buyerIdentity, config);
    const now = clock.knownNow(asked.shop.localTime, config.slots);

    var answer = Answer{ .memory = memory };
    for (asked.cart.lines) |line| {
        if (answer.isFull()) break;
        const product = line.merchandise.product orelse continue;
        const metafield = product.gate orelse continue;
        const verdict = try gate.judge(memory, metafield.jsonValue, buyer, &now);
        if (verdict != .open) try answer.refuse(try words.of(memory, verdict, product.title, config));
    }
    try stream.writeAll(try answer.end());
}
