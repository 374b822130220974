ALTER TABLE "delegated_tokens" ADD COLUMN "parent_jti" text;--> statement-breakpoint
CREATE INDEX "delegated_tokens_parent" ON "delegated_tokens" USING btree ("parent_jti");