CREATE TABLE "leases" (
	"name" text PRIMARY KEY NOT NULL,
	"holder" text NOT NULL,
	"fence" bigint NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "log_details" (
	"entry_id" text PRIMARY KEY NOT NULL,
	"detail" jsonb NOT NULL,
	"salt" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "log_entries" (
	"id" text PRIMARY KEY NOT NULL,
	"leaf" text NOT NULL,
	"recorded_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "log_events" (
	"index" bigint PRIMARY KEY NOT NULL,
	"entry_id" text NOT NULL,
	"kind" text NOT NULL,
	"time" timestamp (3) with time zone NOT NULL,
	"outcome" text NOT NULL,
	"code" text,
	"actor" text,
	"subject" text,
	"target" text,
	"delegation" text,
	"session" text
);
--> statement-breakpoint
CREATE TABLE "log_index" (
	"index" bigint PRIMARY KEY NOT NULL,
	"entry_id" text NOT NULL,
	"leaf_hash" text NOT NULL,
	CONSTRAINT "log_index_entry_id_unique" UNIQUE("entry_id")
);
--> statement-breakpoint
CREATE TABLE "backends" (
	"id" text PRIMARY KEY NOT NULL,
	"resource" text NOT NULL,
	"client_id" text NOT NULL,
	CONSTRAINT "backends_resource_unique" UNIQUE("resource")
);
--> statement-breakpoint
CREATE TABLE "consents" (
	"delegation_id" text PRIMARY KEY NOT NULL,
	"signer_id" text NOT NULL,
	"decision" text NOT NULL,
	"narrowed" jsonb,
	"statement" jsonb NOT NULL,
	"challenge" text NOT NULL,
	"method" text NOT NULL,
	"signed_at" timestamp (3) with time zone NOT NULL,
	"withdrawn_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "delegations" (
	"id" text PRIMARY KEY NOT NULL,
	"status" text NOT NULL,
	"revision" integer DEFAULT 1 NOT NULL,
	"changes" integer DEFAULT 0 NOT NULL,
	"client_id" text NOT NULL,
	"actor_id" text NOT NULL,
	"actor_person" text,
	"actor_roles" jsonb NOT NULL,
	"subject_id" text NOT NULL,
	"requested" jsonb NOT NULL,
	"effective" jsonb NOT NULL,
	"justification" text NOT NULL,
	"emergency" boolean NOT NULL,
	"obligations" jsonb NOT NULL,
	"policy_version" text NOT NULL,
	"details_hash" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"decide_by" timestamp (3) with time zone NOT NULL,
	"not_before" timestamp (3) with time zone,
	"start_within_s" integer NOT NULL,
	"granted_at" timestamp (3) with time zone,
	"start_by" timestamp (3) with time zone,
	"expires_at" timestamp (3) with time zone,
	"ended_at" timestamp (3) with time zone,
	"ended_kind" text,
	"ended_by_id" text,
	"ended_reason" text,
	"grant_entry_id" text
);
--> statement-breakpoint
CREATE TABLE "reviews" (
	"id" text PRIMARY KEY NOT NULL,
	"delegation_id" text NOT NULL,
	"revision" integer NOT NULL,
	"sequence" integer NOT NULL,
	"signer_id" text NOT NULL,
	"signer_person" text NOT NULL,
	"decision" text NOT NULL,
	"narrowed" jsonb,
	"comment" text NOT NULL,
	"statement" jsonb NOT NULL,
	"challenge" text NOT NULL,
	"method" text NOT NULL,
	"signed_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "statement_nonces" (
	"nonce_hash" text PRIMARY KEY NOT NULL,
	"signer_id" text NOT NULL,
	"statement" jsonb NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"used_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "follower_cursors" (
	"name" text PRIMARY KEY NOT NULL,
	"index" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "active_policy" (
	"name" text PRIMARY KEY NOT NULL,
	"version" text NOT NULL,
	"epoch" integer NOT NULL,
	"activated_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "policy_versions" (
	"version" text PRIMARY KEY NOT NULL,
	"files" jsonb NOT NULL,
	"stored_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "idempotency_keys" (
	"client" text NOT NULL,
	"person" text NOT NULL,
	"method" text NOT NULL,
	"path" text NOT NULL,
	"key" text NOT NULL,
	"fingerprint" text NOT NULL,
	"status" integer,
	"content_type" text,
	"body" text,
	"expires_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "idempotency_keys_client_person_method_path_key_pk" PRIMARY KEY("client","person","method","path","key")
);
--> statement-breakpoint
CREATE TABLE "account_consenters" (
	"backend" text NOT NULL,
	"account_id" text NOT NULL,
	"customer_id" text NOT NULL,
	CONSTRAINT "account_consenters_backend_account_id_customer_id_pk" PRIMARY KEY("backend","account_id","customer_id")
);
--> statement-breakpoint
CREATE TABLE "accounts" (
	"backend" text NOT NULL,
	"id" text NOT NULL,
	"owner_id" text NOT NULL,
	"label" text NOT NULL,
	CONSTRAINT "accounts_backend_id_pk" PRIMARY KEY("backend","id")
);
--> statement-breakpoint
CREATE TABLE "people" (
	"id" text PRIMARY KEY NOT NULL,
	"domain" text NOT NULL,
	"iss" text NOT NULL,
	"sub" text NOT NULL,
	"person_id" text NOT NULL,
	"name" text NOT NULL,
	"email" text,
	"groups" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"marks" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"seen_at" timestamp (3) with time zone,
	CONSTRAINT "people_iss_sub" UNIQUE("iss","sub")
);
--> statement-breakpoint
CREATE TABLE "persons" (
	"id" text PRIMARY KEY NOT NULL,
	"key" text,
	"disabled_at" timestamp (3) with time zone,
	"sign_ins_valid_from" timestamp (3) with time zone,
	CONSTRAINT "persons_key_unique" UNIQUE("key")
);
--> statement-breakpoint
CREATE TABLE "revoked_tokens" (
	"jti" text PRIMARY KEY NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "single_use_marks" (
	"kind" text NOT NULL,
	"mark" text NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "single_use_marks_kind_mark_pk" PRIMARY KEY("kind","mark")
);
--> statement-breakpoint
CREATE TABLE "delegated_tokens" (
	"jti" text PRIMARY KEY NOT NULL,
	"session_id" text NOT NULL,
	"delegation_id" text NOT NULL,
	"resource" text NOT NULL,
	"actions" jsonb NOT NULL,
	"details" jsonb NOT NULL,
	"level" text NOT NULL,
	"issued_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "delegation_polls" (
	"delegation_id" text PRIMARY KEY NOT NULL,
	"interval_s" integer NOT NULL,
	"polled_at" timestamp (3) with time zone NOT NULL,
	"early" boolean NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"id" text PRIMARY KEY NOT NULL,
	"delegation_id" text NOT NULL,
	"client_id" text NOT NULL,
	"actor_id" text NOT NULL,
	"domain" text NOT NULL,
	"subject_id" text NOT NULL,
	"status" text NOT NULL,
	"level" text NOT NULL,
	"started_at" timestamp (3) with time zone NOT NULL,
	"last_used_at" timestamp (3) with time zone NOT NULL,
	"idle_s" integer NOT NULL,
	"grant_cnf" jsonb NOT NULL,
	"sign_in_id" text,
	"actor_sign_in_ends_at" timestamp (3) with time zone,
	"policy_version" text NOT NULL,
	"budget" jsonb NOT NULL,
	"calls_used" integer DEFAULT 0 NOT NULL,
	"resources_used" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"ended_kind" text,
	"ended_by_id" text,
	"ended_reason" text
);
--> statement-breakpoint
CREATE TABLE "outcome_batches" (
	"client_id" text NOT NULL,
	"id" text NOT NULL,
	"fingerprint" text NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "outcome_batches_client_id_id_pk" PRIMARY KEY("client_id","id")
);
--> statement-breakpoint
CREATE TABLE "outcome_intents" (
	"client_id" text NOT NULL,
	"id" text NOT NULL,
	"jti" text NOT NULL,
	"resource" text NOT NULL,
	"session_id" text NOT NULL,
	"delegation_id" text NOT NULL,
	"actor_id" text NOT NULL,
	"subject_id" text NOT NULL,
	"action" text NOT NULL,
	"identifier" text NOT NULL,
	"intended_at" timestamp (3) with time zone NOT NULL,
	"status" text,
	"ended_at" timestamp (3) with time zone,
	"alerted_at" timestamp (3) with time zone,
	CONSTRAINT "outcome_intents_client_id_id_pk" PRIMARY KEY("client_id","id")
);
--> statement-breakpoint
CREATE TABLE "signal_acknowledgements" (
	"resource" text PRIMARY KEY NOT NULL,
	"index" bigint NOT NULL,
	"acknowledged_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "token_uses" (
	"jti" text PRIMARY KEY NOT NULL,
	"seen_at" timestamp (3) with time zone,
	"reported_at" timestamp (3) with time zone,
	"alerted_at" timestamp (3) with time zone,
	"expires_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "clients" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"owner" text NOT NULL,
	"kind" text NOT NULL,
	"domain" text,
	"method" text NOT NULL,
	"keys" jsonb NOT NULL,
	"san_uri" text,
	"scopes" jsonb NOT NULL,
	"resource" text,
	"backend" text,
	"relay" boolean DEFAULT false NOT NULL,
	"sign_in_domains" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"rotates_refresh_tokens" boolean DEFAULT true NOT NULL,
	"disabled_at" timestamp (3) with time zone,
	CONSTRAINT "clients_resource_unique" UNIQUE("resource"),
	CONSTRAINT "clients_backend_unique" UNIQUE("backend")
);
--> statement-breakpoint
CREATE TABLE "signing_keys" (
	"kid" text PRIMARY KEY NOT NULL,
	"status" text NOT NULL,
	"sealed_private_jwk" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"retired_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "refresh_tokens" (
	"hash" text PRIMARY KEY NOT NULL,
	"sign_in_id" text NOT NULL,
	"generation" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sign_ins" (
	"id" text PRIMARY KEY NOT NULL,
	"client_id" text NOT NULL,
	"people_id" text NOT NULL,
	"confirmation" jsonb NOT NULL,
	"roles" jsonb NOT NULL,
	"scopes" jsonb NOT NULL,
	"auth_time" timestamp (3) with time zone,
	"acr" text,
	"amr" jsonb NOT NULL,
	"provider_session" text,
	"id_token_issued_at" timestamp (3) with time zone NOT NULL,
	"generation" integer NOT NULL,
	"rotated_at" timestamp (3) with time zone NOT NULL,
	"last_used_at" timestamp (3) with time zone NOT NULL,
	"started_at" timestamp (3) with time zone NOT NULL,
	"ends_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"ended_by" text
);
--> statement-breakpoint
ALTER TABLE "log_details" ADD CONSTRAINT "log_details_entry_id_log_entries_id_fk" FOREIGN KEY ("entry_id") REFERENCES "public"."log_entries"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "log_index" ADD CONSTRAINT "log_index_entry_id_log_entries_id_fk" FOREIGN KEY ("entry_id") REFERENCES "public"."log_entries"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "consents" ADD CONSTRAINT "consents_delegation_id_delegations_id_fk" FOREIGN KEY ("delegation_id") REFERENCES "public"."delegations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reviews" ADD CONSTRAINT "reviews_delegation_id_delegations_id_fk" FOREIGN KEY ("delegation_id") REFERENCES "public"."delegations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "active_policy" ADD CONSTRAINT "active_policy_version_policy_versions_version_fk" FOREIGN KEY ("version") REFERENCES "public"."policy_versions"("version") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "account_consenters" ADD CONSTRAINT "account_consenters_customer_id_people_id_fk" FOREIGN KEY ("customer_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "accounts" ADD CONSTRAINT "accounts_owner_id_people_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "people" ADD CONSTRAINT "people_person_id_persons_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."persons"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "delegated_tokens" ADD CONSTRAINT "delegated_tokens_session_id_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."sessions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "delegation_polls" ADD CONSTRAINT "delegation_polls_delegation_id_delegations_id_fk" FOREIGN KEY ("delegation_id") REFERENCES "public"."delegations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_delegation_id_delegations_id_fk" FOREIGN KEY ("delegation_id") REFERENCES "public"."delegations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "refresh_tokens" ADD CONSTRAINT "refresh_tokens_sign_in_id_sign_ins_id_fk" FOREIGN KEY ("sign_in_id") REFERENCES "public"."sign_ins"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sign_ins" ADD CONSTRAINT "sign_ins_people_id_people_id_fk" FOREIGN KEY ("people_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "log_entries_recorded_at" ON "log_entries" USING btree ("recorded_at");--> statement-breakpoint
CREATE INDEX "log_events_kind" ON "log_events" USING btree ("kind","index");--> statement-breakpoint
CREATE INDEX "log_events_actor" ON "log_events" USING btree ("actor","index");--> statement-breakpoint
CREATE INDEX "log_events_subject" ON "log_events" USING btree ("subject","index");--> statement-breakpoint
CREATE INDEX "log_events_target" ON "log_events" USING btree ("target","index");--> statement-breakpoint
CREATE INDEX "log_events_delegation" ON "log_events" USING btree ("delegation","index");--> statement-breakpoint
CREATE INDEX "log_events_session" ON "log_events" USING btree ("session","index");--> statement-breakpoint
CREATE INDEX "delegations_actor" ON "delegations" USING btree ("actor_id","id");--> statement-breakpoint
CREATE INDEX "delegations_subject" ON "delegations" USING btree ("subject_id","id");--> statement-breakpoint
CREATE INDEX "delegations_status" ON "delegations" USING btree ("status","id");--> statement-breakpoint
CREATE INDEX "delegations_decide_by" ON "delegations" USING btree ("decide_by") WHERE status = 'pending';--> statement-breakpoint
CREATE INDEX "delegations_start_by" ON "delegations" USING btree ("start_by") WHERE status = 'granted';--> statement-breakpoint
CREATE UNIQUE INDEX "reviews_order" ON "reviews" USING btree ("delegation_id","sequence");--> statement-breakpoint
CREATE UNIQUE INDEX "reviews_one_approval_per_person" ON "reviews" USING btree ("delegation_id","revision","signer_person") WHERE decision = 'approve';--> statement-breakpoint
CREATE INDEX "idempotency_keys_expires_at" ON "idempotency_keys" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "account_consenters_customer" ON "account_consenters" USING btree ("customer_id");--> statement-breakpoint
CREATE INDEX "accounts_owner" ON "accounts" USING btree ("owner_id");--> statement-breakpoint
CREATE INDEX "people_person" ON "people" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "people_domain_name" ON "people" USING btree ("domain","name");--> statement-breakpoint
CREATE INDEX "single_use_marks_expires_at" ON "single_use_marks" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "delegated_tokens_session" ON "delegated_tokens" USING btree ("session_id");--> statement-breakpoint
CREATE INDEX "delegated_tokens_expires_at" ON "delegated_tokens" USING btree ("expires_at");--> statement-breakpoint
CREATE UNIQUE INDEX "sessions_one_live_per_agent" ON "sessions" USING btree ("actor_id") WHERE status = 'live' and domain = 'support';--> statement-breakpoint
CREATE UNIQUE INDEX "sessions_one_live_per_delegation" ON "sessions" USING btree ("delegation_id") WHERE status = 'live';--> statement-breakpoint
CREATE INDEX "sessions_delegation" ON "sessions" USING btree ("delegation_id");--> statement-breakpoint
CREATE INDEX "sessions_actor" ON "sessions" USING btree ("actor_id","id");--> statement-breakpoint
CREATE INDEX "sessions_subject" ON "sessions" USING btree ("subject_id","id");--> statement-breakpoint
CREATE INDEX "sessions_live" ON "sessions" USING btree ("id") WHERE status = 'live';--> statement-breakpoint
CREATE INDEX "outcome_batches_expires_at" ON "outcome_batches" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "outcome_intents_open" ON "outcome_intents" USING btree ("intended_at") WHERE status is null and alerted_at is null;--> statement-breakpoint
CREATE INDEX "outcome_intents_session" ON "outcome_intents" USING btree ("session_id");--> statement-breakpoint
CREATE INDEX "token_uses_unreported" ON "token_uses" USING btree ("seen_at") WHERE reported_at is null and alerted_at is null;--> statement-breakpoint
CREATE INDEX "token_uses_expires_at" ON "token_uses" USING btree ("expires_at");--> statement-breakpoint
CREATE UNIQUE INDEX "signing_keys_one_active" ON "signing_keys" USING btree ("status") WHERE status = 'active';--> statement-breakpoint
CREATE UNIQUE INDEX "signing_keys_one_next" ON "signing_keys" USING btree ("status") WHERE status = 'next';--> statement-breakpoint
CREATE INDEX "refresh_tokens_sign_in" ON "refresh_tokens" USING btree ("sign_in_id");--> statement-breakpoint
CREATE INDEX "sign_ins_people" ON "sign_ins" USING btree ("people_id");