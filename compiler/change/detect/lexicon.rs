//! What people call things: the phrases of key names, each with the concept it stands for.
//!
//! To teach the reader a word, add it to the row it belongs to. Phrases are parted by commas,
//! each in lower case, singular, its words apart: `top p` is found in `top_p`, `topP`, `TOP-P`
//! and `topp`. What the concepts of a key, its surroundings and its value make together is in
//! [`super::rules`].
//! No row names a product's file format or a repository; makers of models and voices are named
//! where people put their names into keys (`ELEVENLABS_VOICE_ID`).

use super::concept::Concept::{self, *};

/// The concepts and their phrases.
pub const LEXICON: &[(Concept, &str)] = &[
    // Speech: what hears, what speaks, and when the turn passes.
    (
        Hearing,
        "asr, stt, transcriber, transcription, speech to text, speech recognition, speech recogniser, \
         speech recognizer, recognizer, vad, voice activity, voice activity detection, wake word, \
         micro wake word, hotword, wakeup, stand up word, keyword spotter, kws, deepgram, assemblyai, \
         whisper, vosk, gladia, speechmatics, endpointer, speech adaptation",
    ),
    (
        Speaking,
        "tts, text to speech, synthesizer, synthesiser, speech synthesis, speech synthesizer, \
         elevenlabs, eleven labs, cartesia, playht, polly, piper, coqui, xtts, lmnt, kokoro",
    ),
    (Voice, "voice, speaker"),
    (VoiceTrait, "speaking rate, speech rate, voice speed, speaking style, prosody, prosody rate"),
    (
        Turn,
        "turn taking, turn handling, turn detection, turn timeout, endpointing, end of turn, \
         end of utterance, eot, eou, barge in, interruption, silence, no speech, no input, \
         backchannel, backchanneling, start speaking, stop speaking, word to interrupt, soft timeout, initial wait, hangup, hang up, \
         end call",
    ),
    (TalkLength, "call duration, max duration, call minute, conversation duration, max turn"),
    // Language models and their kin.
    (Model, "model, llm, slm, vlm, mllm, language model, chatgpt, embedder, reranker"),
    (
        Embedding,
        "embedding, embed, embedder, rerank, reranking, reranker, text encoder, sentence encoder, query encoder, \
         encoder model, encoder name",
    ),
    (
        Maker,
        "openai, aoai, azure openai, anthropic, claude, gemini, vertex, vertexai, bedrock, mistral, \
         ollama, groq, cohere, deepseek, openrouter, litellm, gpt, watsonx, fireworks, together ai, \
         perplexity, huggingface, nim",
    ),
    (
        Provider,
        "provider, vendor, backend, engine, addon, module, api type, model type, llm type, provider type, provider name, training mode",
    ),
    (Deployment, "deployment, deployment name, deployment id, azure deployment"),
    (Fallback, "fallback, backup, cascade, priority, order, default, primary, secondary"),
    (Realtime, "realtime, speech to speech, s2s"),
    // How a model is asked.
    (
        Sampling,
        "temperature, nucleus sampling, creativity, top p, top k, top n, top a, min p, typical p, mirostat, mirostat tau, \
         mirostat eta, tfs z, frequency penalty, presence penalty, repetition penalty, repeat penalty, \
         length penalty, penalty, penalties, rep pen, repeat last n, no repeat ngram size, logit bias, best of, \
         num beam, do sample, guidance scale, random seed, stop sequence, stop word, stop token, \
         stop string, response format, response mime type, verbosity, service tier, max history, \
         max document, max retrieved, num candidate, num result, max new token, max decode step, \
         max length, maximum length, genamt, num ctx, n ctx, num predict, n predict, context window, \
         context length, context size, max context, max seq len, max model len, token limit, \
         token budget, thinking budget, budget token, reasoning effort, reasoning mode, \
         reasoning summary, reasoning level, reasoning token, effort level, thinking level, \
         thinking token, thinking mode, thinking type, thinking display, thinking config, \
         enable thinking, enable reasoning, always thinking enabled, char limit",
    ),
    (SamplingAlone, "seed, stop, thinking, temp, context, effort, n"),
    (Thinking, "thinking, reasoning"),
    (Temperature, "temperature"),
    (Token, "token, char, character"),
    (Size, "max, min, maximum, minimum, limit, budget, context, reserve, total"),
    // Numbers that decide.
    (
        Threshold,
        "threshold, thresh, similarity value, cutoff, cut off, sensitivity, eagerness, responsiveness, strictness, \
         disambiguation margin, ambiguity margin, confidence margin, min confidence, nlu fallback",
    ),
    (
        Score,
        "confidence, conf, score, similarity, probability, certainty, relevance, distance, sentiment, \
         toxicity, severity, perplexity, likelihood",
    ),
    (
        Bound,
        "min, max, minimum, maximum, level, limit, floor, ceiling, below, above, at least, at most, \
         lower, upper, gate, margin, required, low, high, med, trigger",
    ),
    (
        Strength,
        "input strength, output strength, filter strength, safe search, safety level, \
         moderation level, content moderation, filter level, block level, match strategy, banned phrase match strategy",
    ),
    (Safety, "guardrail, moderation, safety, safety setting, content filter, jailbreak"),
    // When a person takes over: by how often it went wrong before.
    (
        Handover,
        "handover, hand over, handoff, hand off, escalate, escalation, human transfer, transfer to human, \
         live agent, human agent, human takeover",
    ),
    (
        Attempt,
        "attempt, failed attempt, failed turn, failed answer, failure, misunderstanding, no match, unanswered question, strike",
    ),
    // The settings of one call of a model, as a section.
    (
        Asking,
        "completion, execution setting, inference configuration, model parameter, inference config, \
         init parameter, generation config",
    ),
    // Texts for a model, and texts that it opens with.
    (Prompt, "prompt"),
    (
        Instruction,
        "prompt, instruction, preamble, backstory, persona, personality, guideline, system message, \
         developer message, system text, sys msg, first message, begin message, initial bot message, \
         opening statement, first mes, opening line, opening message, opening remark, intro message, \
         introduction message, expected output, role definition, few shot, few shot example, demonstration, sample conversation, when to use, character description",
    ),
    (
        Greeting,
        "greeting, welcome, welcome message, greeting message, first speaker, opening text, opening word, farewell, goodbye message, \
         closing message, closing statement, end call message, voicemail message",
    ),
    (System, "system"),
    (Template, "template, tpl"),
    (Persona, "bio, lore, goal, role, topic, backstory, adjective, style, trait, tone, task"),
    (
        Briefing,
        "context, scenario, objective, mission, background, responsibility, responsibilities, duty, duties, \
         job description, task description, business context, company context",
    ),
    (Description, "description, desc"),
    (Rule, "rule, policy, guidance, criterion, criteria"),
    (Say, "content, text, system, user, assistant, message, suffix, prefix"),
    (Messages, "message, role message, task message, prompt message"),
    (Role, "role"),
    // What an agent may use or do.
    (
        Tool,
        "tool, toolset, tooling, toolkit, function, mcp, mcp server, permission, subagent, sub agent, \
         handoff, hand off, sandbox, plugin, skill, transfer destination, transfer method, transfer to, handoff to, agent transfer, \
         action group, connector, tool id, tool name, tool list, tool choice, \
         function choice behavior, mcp endpoint, built in tool, bundle, agent collaborator, trust level",
    ),
    (Extension, "extension"),
    (ToolCarrier, "config, mode, calling, type, count, max, timeout, limit, prompt, model"),
    (Action, "action, form, capability, capabilities"),
    (
        Allow,
        "allow, allowed, disallowed, deny, denied, block, blocked, forbidden, allowlist, denylist, \
         whitelist, blacklist, blacklisted, permitted, included, excluded, enabled",
    ),
    (Allowable, "tool, command, domain, host, path, toolset, function, action, url, plugin, skill"),
    (
        Oversight,
        "permission mode, permission level, approval mode, approval policy, approval reviewer, \
         require approval, requires approval, require confirmation, requires confirmation, \
         requires human input, human input mode, human in the loop, auto approve, auto run, \
         auto accept, yes always, sandbox mode, tool choice, tool names, allow delegation, web search, \
         web browsing, web access, internet access, browser access, file search, computer use, \
         always allow, auto approval, \
         code interpreter, code execution, default mode, safe mode",
    ),
    // How long what a caller said is kept, and whether at all.
    (
        Kept,
        "session, conversation, transcript, transcription, recording, audio, utterance, interaction, \
         log, voice, history, chat, call, message, prompt, dialog, dialogue, thread, memory, memories, \
         tracker, pii, user data, personal data, data, wake word, response, trace, artifact, \
         completion, checkpoint",
    ),
    (Retention, "retention, retain, retained, storage day, storage duration, cleanup period"),
    (Lifetime, "ttl, expiry, expire, expires, expiration, lifetime, max age, time to live"),
    (
        Remove,
        "delete after, purge after, remove after, erase after, anonymize after, anonymise after, \
         archive after, expire after, expires after, keep for, keep, delete, purge, anonymize, \
         anonymise",
    ),
    (After, "after, for"),
    (Time, "day, hour, week, month, year, minute, min, second, sec, period, duration, window"),
    (
        Store,
        "save, store, stored, record, recording, persist, persistence, logging, log, keep, delete, \
         purge, redact, redaction, retention, retain, mask, scrub, anonymize, anonymise, upload, dump",
    ),
    (
        StoreAlone,
        "redact, redaction, retention, retain, enable logging, zero retention, zero data retention, \
         data retention, opt in, opt out, mip opt out, enable telemetry, telemetry, telemetry enabled, \
         hipaa enabled, pci enabled, call recording, recording enabled, record, store, \
         apply to existing conversations, stackdriver logging, store prompts, soft delete",
    ),
    // Where it runs.
    (Region, "region, region name, region id, region code, cloud region"),
    (
        Location,
        "location, residency, data residency, datacenter, data center, data centre, data location, \
         geography, jurisdiction, data zone",
    ),
    // Credentials and addresses: they matter, but none of the governed kinds is meant.
    (
        Secret,
        "secret, password, passwd, credential, authorization, bearer, appid, app id, api key, apikey, \
         access key, subscription key, private key, speech key, openai key, key, access token, \
         refresh token, auth token, bot token, client id, tenant id",
    ),
    (Address, "url, uri, endpoint, host, hostname, port, domain, webhook, api version, api base, address"),
    // What a key says about its value rather than what the value is for. Such a key is read
    // together with the key above it: `retention: { days: 30 }`.
    (
        Generic,
        "value, default, enabled, enable, is enabled, min, max, day, hour, minute, second, week, \
         month, period, duration, duration seconds, amount, limit, level, after, after day, type, \
         mode, state, status",
    ),
    (
        Named,
        "name, id, version, config, preset, profile, default, fallback, variant, size, identifier, hint, ref, arn, uri",
    ),
    (
        Technical,
        "name, id, version, path, file, type, mode, cache, caching, count, language, lang, token, \
         length, max, enabled, enable, ignore, hash, timeout, format, key, dir, log, creation, state, \
         price, cost, retention, upload, uri, url, strategy, variable",
    ),
    (
        Label,
        "alias, family, group, title, label, path, file, dir, directory, folder, url, cache, \
         description, format, display name, icon, color, tag, author, example",
    ),
    (About, "sample, example, input, output, parameter, schema, metadata, alias, aliases, variable"),
    // False friends: the machinery around an agent, where the same words mean other things.
    (
        Foreign,
        "probe, liveness, readiness, liveness probe, readiness probe, health check, healthcheck, \
         replica, autoscaling, autoscaler, scaling, hpa, circuit breaker, breaker, failure, success, \
         error rate, cpu, gpu, ram, disk, latency, connection, queue, retry, retries, alert, alerting, \
         alarm, monitoring, metric, ocr, page, table, chart, bitmap, pdf, image quality, collapsible, \
         file list, sensor, room, outdoor, indoor, thermostat, ui, theme, widget, button, icon, \
         tooltip, shown, display, postgres, postgresql, mysql, mongo, mongodb, redis, database, db, \
         rate limit, cost, price, pricing, per minute, per second, per day, per hour, cookie, csrf, \
         jwt, cors, coverage, lint, compression, gzip, thread pool, upload size, file size, warning, \
         critical, knowledge cutoff, knowledge cutoff date, cutoff date, billing, ingress, \
         volume mount, disk usage",
    ),
    (Databank, "postgres, postgresql, mysql, mongo, mongodb, redis, database, db, rds"),
    (
        Machinery,
        "pool, timeout, port, worker, thread, debug, log level, retry, retries, chunk size, buffer, \
         batch, concurrency, cache, key, endpoint, url, host, metric, websocket, button, image, replica",
    ),
];

/// Makers and runtimes that stand as the value of a `provider` or `type`.
pub const MAKERS: &str = "openai, open_ai, azure, azure_openai, azure-openai, azureopenai, anthropic, google, gemini, \
    google_genai, vertex, vertex_ai, vertexai, bedrock, aws_bedrock, mistral, mistralai, \
    cohere, groq, ollama, vllm, deepseek, openrouter, xai, nim, nvidia, together, fireworks, \
    cerebras, perplexity, huggingface, watsonx, litellm, llamacpp, llama_cpp, lmstudio";

/// Words that grade a filter.
pub const LEVELS: &str = "none, off, low, medium, med, high, strict, moderate, relaxed, default, patient, normal, \
    eager, auto, full_match, word_match, partial_match, aggressive, very_high, minimal";

/// What exports write anew each time: when something was saved, which revision it is, where a
/// node is drawn. A change of it means nothing, where the value looks like it.
pub mod noise {
    /// Keys of times.
    pub const TIMES: &str = "updated at, created at, modified at, deleted at, published at, exported at, \
    last modified, last updated, last update, last saved, update time, create time, \
    creation time, creation timestamp, last modification timestamp, created, updated, \
    modified, timestamp, created at unix secs, updated at unix secs, export date, save date";
    /// Keys of revisions that a server counts or draws.
    pub const REVISIONS: &str = "version id, branch id, etag, resource version, revision id, snapshot id, source hash, \
    content hash, checksum, instance id, edit count, last tested version, generation";
    /// Keys of what is drawn, meaningful only beside each other.
    pub const DRAWING: &str = "position, position absolute, display position, viewport, x, y, width, height, zoom, \
    selected, dragging, z index, source position, target position, measured, edge order, \
    offset x, offset y";
}
