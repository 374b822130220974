ALTER TABLE "blocks" ADD COLUMN "settled_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "tickets" ADD COLUMN "settled_at" timestamp (3) with time zone;--> statement-breakpoint
CREATE INDEX "blocks_unsettled" ON "blocks" USING btree ("blocked_at") WHERE settled_at is null;--> statement-breakpoint
CREATE INDEX "tickets_unsettled" ON "tickets" USING btree ("closed_at") WHERE closed_at is not null and settled_at is null;