CREATE TABLE "blocks" (
	"customer_id" text NOT NULL,
	"actor_id" text NOT NULL,
	"person_id" text,
	"blocked_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "blocks_customer_id_actor_id_pk" PRIMARY KEY("customer_id","actor_id")
);
--> statement-breakpoint
CREATE TABLE "request_turns" (
	"holder" text PRIMARY KEY NOT NULL,
	"turns" integer NOT NULL
);
--> statement-breakpoint
ALTER TABLE "delegations" ADD COLUMN "behind_person" text;--> statement-breakpoint
ALTER TABLE "delegations" ADD COLUMN "start_not_before" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "delegations" ADD COLUMN "remind_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "reviews" ADD COLUMN "not_before" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "reviews" ADD COLUMN "answer" text;--> statement-breakpoint
ALTER TABLE "reviews" ADD COLUMN "answered_at" timestamp (3) with time zone;--> statement-breakpoint
CREATE INDEX "delegations_remind_at" ON "delegations" USING btree ("remind_at") WHERE status = 'pending';