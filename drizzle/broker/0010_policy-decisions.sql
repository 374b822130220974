CREATE TABLE "policy_decisions" (
	"id" text PRIMARY KEY NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"stage" text NOT NULL,
	"question" jsonb NOT NULL,
	"question_hash" text NOT NULL,
	"answer" jsonb NOT NULL,
	"policy_version" text NOT NULL,
	"actor" text NOT NULL,
	"subject" text NOT NULL,
	"delegation" text,
	"session" text
);
--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "decision_id" text;--> statement-breakpoint
CREATE INDEX "policy_decisions_at" ON "policy_decisions" USING btree ("at","id");--> statement-breakpoint
CREATE INDEX "policy_decisions_delegation" ON "policy_decisions" USING btree ("delegation","at","id");