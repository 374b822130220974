CREATE TABLE "policy_replays" (
	"id" text PRIMARY KEY NOT NULL,
	"proposal" text NOT NULL,
	"version" text NOT NULL,
	"since" timestamp (3) with time zone NOT NULL,
	"size" integer NOT NULL,
	"looked" integer NOT NULL,
	"status" text NOT NULL,
	"started_by" text NOT NULL,
	"started_at" timestamp (3) with time zone NOT NULL,
	"claim" integer NOT NULL,
	"claimed_until" timestamp (3) with time zone NOT NULL,
	"finished_at" timestamp (3) with time zone,
	"result" jsonb,
	"why" text,
	"seal" text
);
--> statement-breakpoint
ALTER TABLE "policy_replays" ADD CONSTRAINT "policy_replays_proposal_policy_proposals_id_fk" FOREIGN KEY ("proposal") REFERENCES "public"."policy_proposals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "policy_replays_proposal" ON "policy_replays" USING btree ("proposal","id");--> statement-breakpoint
CREATE UNIQUE INDEX "policy_replays_one_running" ON "policy_replays" USING btree ("proposal") WHERE status = 'running';--> statement-breakpoint
CREATE INDEX "policy_decisions_actor" ON "policy_decisions" USING btree ("actor","at","id");--> statement-breakpoint
CREATE INDEX "policy_decisions_subject" ON "policy_decisions" USING btree ("subject","at","id");