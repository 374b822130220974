CREATE TABLE "policy_proposals" (
	"id" text PRIMARY KEY NOT NULL,
	"version" text NOT NULL,
	"base_version" text NOT NULL,
	"base_epoch" integer NOT NULL,
	"proposed_by" text NOT NULL,
	"proposer_person" text NOT NULL,
	"filed_by" text NOT NULL,
	"reason" text NOT NULL,
	"tests" jsonb NOT NULL,
	"status" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"decided_by" text,
	"decided_at" timestamp (3) with time zone,
	"comment" text,
	"statement" jsonb,
	"challenge" text,
	"method" text
);
--> statement-breakpoint
ALTER TABLE "policy_proposals" ADD CONSTRAINT "policy_proposals_version_policy_versions_version_fk" FOREIGN KEY ("version") REFERENCES "public"."policy_versions"("version") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "policy_proposals_status" ON "policy_proposals" USING btree ("status","id");--> statement-breakpoint
CREATE INDEX "policy_proposals_version" ON "policy_proposals" USING btree ("version","id");--> statement-breakpoint
CREATE UNIQUE INDEX "policy_proposals_one_open" ON "policy_proposals" USING btree ("version","base_epoch") WHERE status = 'open';