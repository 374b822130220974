CREATE TABLE "blocks" (
	"customer_id" text NOT NULL,
	"actor_id" text NOT NULL,
	"person_id" text,
	"blocked_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "blocks_customer_id_actor_id_pk" PRIMARY KEY("customer_id","actor_id")
);
--> statement-breakpoint
CREATE TABLE "offer_tries" (
	"actor_id" text PRIMARY KEY NOT NULL,
	"tries" integer NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "offers" (
	"id" text PRIMARY KEY NOT NULL,
	"customer_id" text NOT NULL,
	"code_hash" text NOT NULL,
	"identifier" text NOT NULL,
	"actions" jsonb NOT NULL,
	"max_duration_s" integer NOT NULL,
	"hash" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"withdrawn_at" timestamp (3) with time zone,
	"used_at" timestamp (3) with time zone,
	"delegation_id" text,
	CONSTRAINT "offers_code_hash_unique" UNIQUE("code_hash")
);
--> statement-breakpoint
CREATE TABLE "request_turns" (
	"holder" text PRIMARY KEY NOT NULL,
	"turns" integer NOT NULL
);
--> statement-breakpoint
ALTER TABLE "delegations" ADD COLUMN "behind_person" text;--> statement-breakpoint
ALTER TABLE "delegations" ADD COLUMN "extends_id" text;--> statement-breakpoint
ALTER TABLE "delegations" ADD COLUMN "offer" jsonb;--> statement-breakpoint
ALTER TABLE "delegations" ADD COLUMN "start_not_before" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "delegations" ADD COLUMN "remind_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "reviews" ADD COLUMN "not_before" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "reviews" ADD COLUMN "answer" text;--> statement-breakpoint
ALTER TABLE "reviews" ADD COLUMN "answered_at" timestamp (3) with time zone;--> statement-breakpoint
CREATE INDEX "offers_customer" ON "offers" USING btree ("customer_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "delegations_one_open_extension" ON "delegations" USING btree ("extends_id") WHERE status = 'pending' and extends_id is not null;--> statement-breakpoint
CREATE INDEX "delegations_extends" ON "delegations" USING btree ("extends_id");--> statement-breakpoint
CREATE INDEX "delegations_remind_at" ON "delegations" USING btree ("remind_at") WHERE status = 'pending';