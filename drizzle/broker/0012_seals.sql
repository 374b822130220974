CREATE TABLE "seal_marks" (
	"id" text PRIMARY KEY NOT NULL,
	"entry_id" text NOT NULL,
	"seal" text NOT NULL
);
--> statement-breakpoint
ALTER TABLE "backends" ADD COLUMN "seal" text;--> statement-breakpoint
ALTER TABLE "consents" ADD COLUMN "seal" text;--> statement-breakpoint
ALTER TABLE "delegations" ADD COLUMN "seal" text;--> statement-breakpoint
ALTER TABLE "offers" ADD COLUMN "seal" text;--> statement-breakpoint
ALTER TABLE "reviews" ADD COLUMN "seal" text;--> statement-breakpoint
ALTER TABLE "active_policy" ADD COLUMN "seal" text;--> statement-breakpoint
ALTER TABLE "policy_proposals" ADD COLUMN "seal" text;--> statement-breakpoint
ALTER TABLE "account_consenters" ADD COLUMN "seal" text;--> statement-breakpoint
ALTER TABLE "accounts" ADD COLUMN "seal" text;--> statement-breakpoint
ALTER TABLE "people" ADD COLUMN "seal" text;--> statement-breakpoint
ALTER TABLE "persons" ADD COLUMN "seal" text;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "denials_used" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "seal" text;--> statement-breakpoint
ALTER TABLE "clients" ADD COLUMN "seal" text;--> statement-breakpoint
ALTER TABLE "passkeys" ADD COLUMN "seal" text;