CREATE TABLE "enrolment_codes" (
	"code_hash" text PRIMARY KEY NOT NULL,
	"owner_id" text NOT NULL,
	"made_by" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"used_at" timestamp (3) with time zone,
	"used_for" text
);
--> statement-breakpoint
CREATE TABLE "enrolment_invitations" (
	"id" text PRIMARY KEY NOT NULL,
	"owner_id" text NOT NULL,
	"signer_id" text NOT NULL,
	"signer_person" text NOT NULL,
	"statement" jsonb NOT NULL,
	"challenge" text NOT NULL,
	"nonce" text,
	"method" text NOT NULL,
	"proof" jsonb,
	"signed_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"used_at" timestamp (3) with time zone,
	"used_for" text
);
--> statement-breakpoint
CREATE TABLE "passkey_confirmations" (
	"passkey_id" text PRIMARY KEY NOT NULL,
	"signer_id" text NOT NULL,
	"signer_person" text NOT NULL,
	"decision" text NOT NULL,
	"statement" jsonb NOT NULL,
	"challenge" text NOT NULL,
	"nonce" text,
	"method" text NOT NULL,
	"proof" jsonb,
	"signed_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "passkeys" (
	"id" text PRIMARY KEY NOT NULL,
	"owner_id" text NOT NULL,
	"person_id" text NOT NULL,
	"credential_id" text NOT NULL,
	"public_key" text NOT NULL,
	"counter" bigint NOT NULL,
	"transports" jsonb NOT NULL,
	"aaguid" text NOT NULL,
	"backed_up" boolean NOT NULL,
	"name" text NOT NULL,
	"state" text NOT NULL,
	"enrolled_by" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"confirmed_at" timestamp (3) with time zone,
	"confirmed_by" text,
	"removed_at" timestamp (3) with time zone,
	"removed_by" text,
	"last_used_at" timestamp (3) with time zone,
	CONSTRAINT "passkeys_credential_id_unique" UNIQUE("credential_id")
);
--> statement-breakpoint
CREATE TABLE "registration_challenges" (
	"challenge_hash" text PRIMARY KEY NOT NULL,
	"owner_id" text NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"used_at" timestamp (3) with time zone
);
--> statement-breakpoint
ALTER TABLE "consents" ADD COLUMN "nonce" text;--> statement-breakpoint
ALTER TABLE "consents" ADD COLUMN "proof" jsonb;--> statement-breakpoint
ALTER TABLE "reviews" ADD COLUMN "nonce" text;--> statement-breakpoint
ALTER TABLE "reviews" ADD COLUMN "proof" jsonb;--> statement-breakpoint
ALTER TABLE "passkey_confirmations" ADD CONSTRAINT "passkey_confirmations_passkey_id_passkeys_id_fk" FOREIGN KEY ("passkey_id") REFERENCES "public"."passkeys"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "enrolment_invitations_owner" ON "enrolment_invitations" USING btree ("owner_id");--> statement-breakpoint
CREATE INDEX "passkeys_owner" ON "passkeys" USING btree ("owner_id");--> statement-breakpoint
CREATE INDEX "passkeys_state" ON "passkeys" USING btree ("state","id");--> statement-breakpoint
CREATE UNIQUE INDEX "passkeys_first_by_sign_in" ON "passkeys" USING btree ("owner_id") WHERE enrolled_by = 'sign_in';