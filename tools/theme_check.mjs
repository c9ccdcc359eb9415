// Shopify's own checks of the theme extension, in its own process; one line for each offense.
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { themeCheckRun } from "@shopify/theme-check-node";

const config = join(mkdtempSync(join(tmpdir(), "theme-check-")), "config.yml");
writeFileSync(config, "extends: theme-check:theme-app-extension\n");
const { offenses } = await themeCheckRun(process.argv[2], config);
for (const { uri, start, check, message } of offenses) {
  console.log(`${uri.split("/").slice(-2).join("/")}:${start.line + 1} ${check}: ${message}`);
}
