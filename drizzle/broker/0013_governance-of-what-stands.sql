CREATE TABLE "tickets" (
	"ref" text PRIMARY KEY NOT NULL,
	"closed_at" timestamp (3) with time zone,
	"closed_by_id" text
);
--> statement-breakpoint
CREATE TABLE "sent_notices" (
	"entry_id" text NOT NULL,
	"person_id" text NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "sent_notices_entry_id_person_id_pk" PRIMARY KEY("entry_id","person_id")
);
--> statement-breakpoint
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
CREATE TABLE "client_changes" (
	"id" text PRIMARY KEY NOT NULL,
	"client_id" text NOT NULL,
	"state_hash" text NOT NULL,
	"before" jsonb NOT NULL,
	"after" jsonb NOT NULL,
	"proposed_by" text NOT NULL,
	"proposer_person" text NOT NULL,
	"reason" text NOT NULL,
	"status" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"decided_by" text,
	"decided_at" timestamp (3) with time zone,
	"comment" text,
	"statement" jsonb,
	"challenge" text,
	"nonce" text,
	"method" text,
	"proof" jsonb,
	"seal" text
);
--> statement-breakpoint
ALTER TABLE "people" ADD COLUMN "lapses" jsonb;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "reveals_used" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "revealed" jsonb;--> statement-breakpoint
ALTER TABLE "policy_replays" ADD CONSTRAINT "policy_replays_proposal_policy_proposals_id_fk" FOREIGN KEY ("proposal") REFERENCES "public"."policy_proposals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "client_changes" ADD CONSTRAINT "client_changes_client_id_clients_id_fk" FOREIGN KEY ("client_id") REFERENCES "public"."clients"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "policy_replays_proposal" ON "policy_replays" USING btree ("proposal","id");--> statement-breakpoint
CREATE UNIQUE INDEX "policy_replays_one_running" ON "policy_replays" USING btree ("proposal") WHERE status = 'running';--> statement-breakpoint
CREATE INDEX "client_changes_status" ON "client_changes" USING btree ("status","id");--> statement-breakpoint
CREATE INDEX "client_changes_client" ON "client_changes" USING btree ("client_id","id");--> statement-breakpoint
CREATE INDEX "policy_decisions_actor" ON "policy_decisions" USING btree ("actor","at","id");--> statement-breakpoint
CREATE INDEX "policy_decisions_subject" ON "policy_decisions" USING btree ("subject","at","id");