CREATE TABLE "alerts" (
	"id" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"severity" text NOT NULL,
	"actor_id" text,
	"subject_id" text,
	"delegation_id" text,
	"session_id" text,
	"target" text,
	"raised_at" timestamp (3) with time zone NOT NULL,
	"acknowledged_at" timestamp (3) with time zone,
	"acknowledged_by" text,
	"resolved_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "post_reviews" (
	"delegation_id" text PRIMARY KEY NOT NULL,
	"opened_at" timestamp (3) with time zone NOT NULL,
	"within_s" integer NOT NULL,
	"needed" integer NOT NULL,
	"changes" integer DEFAULT 0 NOT NULL,
	"verdict" text,
	"decided_at" timestamp (3) with time zone,
	"overdue_alerted_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "review_findings" (
	"id" text PRIMARY KEY NOT NULL,
	"delegation_id" text NOT NULL,
	"reviewer_id" text NOT NULL,
	"reviewer_person" text NOT NULL,
	"decision" text NOT NULL,
	"comment" text NOT NULL,
	"statement" jsonb NOT NULL,
	"challenge" text NOT NULL,
	"nonce" text,
	"method" text NOT NULL,
	"proof" jsonb,
	"signed_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "delegations" ADD COLUMN "declaration" jsonb;--> statement-breakpoint
ALTER TABLE "post_reviews" ADD CONSTRAINT "post_reviews_delegation_id_delegations_id_fk" FOREIGN KEY ("delegation_id") REFERENCES "public"."delegations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "review_findings" ADD CONSTRAINT "review_findings_delegation_id_post_reviews_delegation_id_fk" FOREIGN KEY ("delegation_id") REFERENCES "public"."post_reviews"("delegation_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "alerts_raised" ON "alerts" USING btree ("raised_at");--> statement-breakpoint
CREATE INDEX "alerts_delegation" ON "alerts" USING btree ("delegation_id");--> statement-breakpoint
CREATE INDEX "alerts_session" ON "alerts" USING btree ("session_id");--> statement-breakpoint
CREATE INDEX "post_reviews_open" ON "post_reviews" USING btree ("delegation_id") WHERE verdict is null;--> statement-breakpoint
CREATE UNIQUE INDEX "review_findings_one_per_person" ON "review_findings" USING btree ("delegation_id","reviewer_person");