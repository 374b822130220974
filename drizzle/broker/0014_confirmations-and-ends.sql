CREATE TABLE "confirmation_codes" (
	"nonce_hash" text PRIMARY KEY NOT NULL,
	"signer_id" text NOT NULL,
	"code_hash" text NOT NULL,
	"sent_to" text NOT NULL,
	"mailed_at" timestamp (3) with time zone NOT NULL,
	"tries" integer NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"used_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "confirmation_mails" (
	"signer_id" text NOT NULL,
	"about" text NOT NULL,
	"mails" integer NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "confirmation_mails_signer_id_about_pk" PRIMARY KEY("signer_id","about")
);
--> statement-breakpoint
ALTER TABLE "blocks" ADD COLUMN "settled_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "tickets" ADD COLUMN "settled_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "passkeys" ADD COLUMN "vouched_at" timestamp (3) with time zone;--> statement-breakpoint
CREATE INDEX "blocks_unsettled" ON "blocks" USING btree ("blocked_at") WHERE settled_at is null;--> statement-breakpoint
CREATE INDEX "tickets_unsettled" ON "tickets" USING btree ("closed_at") WHERE closed_at is not null and settled_at is null;