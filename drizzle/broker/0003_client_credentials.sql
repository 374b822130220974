ALTER TABLE "clients" ADD COLUMN "subject_dn" text;--> statement-breakpoint
ALTER TABLE "clients" ADD COLUMN "credential_d" integer;--> statement-breakpoint
ALTER TABLE "clients" ADD COLUMN "kept_by" text DEFAULT 'file' NOT NULL;--> statement-breakpoint
ALTER TABLE "clients" ADD COLUMN "shut_out" boolean DEFAULT false NOT NULL;--> statement-breakpoint
UPDATE "clients" SET "keys" = coalesce((SELECT jsonb_agg(jsonb_build_object('jwk', key, 'added_at', to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))) FROM jsonb_array_elements("keys") AS known(key)), '[]'::jsonb);
