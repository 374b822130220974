CREATE TABLE "campaign_items" (
	"id" text PRIMARY KEY NOT NULL,
	"campaign_id" text NOT NULL,
	"kind" text NOT NULL,
	"ref" text NOT NULL,
	"title" text NOT NULL,
	"facts" jsonb NOT NULL,
	"owner_id" text,
	"owner_person" text,
	"concerns_person" text,
	"last_used_at" timestamp (3) with time zone,
	"answer" text,
	"comment" text,
	"answered_by" text,
	"answered_at" timestamp (3) with time zone,
	"statement" jsonb,
	"challenge" text,
	"nonce" text,
	"method" text,
	"proof" jsonb,
	"settled" text,
	"settled_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "campaigns" (
	"id" text PRIMARY KEY NOT NULL,
	"title" text NOT NULL,
	"kinds" jsonb NOT NULL,
	"opened_by" text NOT NULL,
	"opened_at" timestamp (3) with time zone NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"seed" text NOT NULL,
	"tree_size" integer NOT NULL
);
--> statement-breakpoint
ALTER TABLE "campaign_items" ADD CONSTRAINT "campaign_items_campaign_id_campaigns_id_fk" FOREIGN KEY ("campaign_id") REFERENCES "public"."campaigns"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "campaign_items_once" ON "campaign_items" USING btree ("campaign_id","kind","ref");--> statement-breakpoint
CREATE INDEX "campaign_items_unsettled" ON "campaign_items" USING btree ("campaign_id") WHERE settled is null;