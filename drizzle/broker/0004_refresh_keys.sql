CREATE TABLE "refresh_keys" (
	"id" text PRIMARY KEY NOT NULL,
	"status" text NOT NULL,
	"sealed_key" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"retired_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE UNIQUE INDEX "refresh_keys_one_active" ON "refresh_keys" USING btree ("status") WHERE status = 'active';