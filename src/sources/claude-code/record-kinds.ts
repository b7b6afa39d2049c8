/**
 * The lines of Claude Code that are no part of the conversation, by their own names: a line of another kind is shown as
 * one that is not known.
 */
export const knownLines = new Set(
  `agent-color agent-name agent-setting ai-title api-request api-request-blob api-request-shape atis-latch attribution-snapshot
   content-replacement context-collapse-commit context-collapse-snapshot cost-state custom-title file-history-delta
   file-history-snapshot frame-link fork-context-ref last-prompt marble-origami-commit marble-origami-snapshot mode
   permission-mode pr-link queue-operation relocated speculation-accept started summary tag task-summary tools-used worktree-state`.split(
    /\s+/,
  ),
)

export const knownSystem = new Set(
  `agents_killed api_metrics away_summary bridge_status file_snapshot informational init local_command memory_saved
   permission_retry post_turn_summary scheduled_task_fire session_state_changed status stop_hook_summary task_notification
   task_progress task_started thinking turn_duration`.split(/\s+/),
)

export const knownProgress = new Set(
  `agent_progress bash_progress hook_progress mcp_progress powershell_progress query_update repl_tool_call
   search_results_received skill_progress waiting_for_task`.split(/\s+/),
)

export const knownAttachments = new Set(
  `agent_listing_delta agent_mention already_read_file async_hook_response auto_mode auto_mode_exit command_permissions
   compact_file_reference companion_intro context_efficiency critical_system_reminder current_session_memory date date_change
   deferred_tools_delta deferred_tools_record diagnostics directory dynamic_skill edited_image_file edited_text_file environment file goal_status
   hook_additional_context hook_blocking_error hook_cancelled hook_error_during_execution hook_non_blocking_error
   hook_permission_decision hook_stopped_continuation hook_success hook_system_message ide_selection image_reference
   invoked_skills mcp_instructions_delta mcp_resource max_turns_reached model nested_memory new_diagnostics new_directory new_file
   opened_file_in_ide output_style output_token_usage pdf_reference plan_file_reference plan_mode plan_mode_exit
   plan_mode_reentry prompt_snapshot relevant_memories remote_session_change selected_lines_in_ide session_context
   skill_discovery skill_listing structured_output task_reminder task_status team_context teammate_mailbox
   teammate_shutdown_batch todo todo_reminder token_usage total_tokens_reminder ultrathink_effort ultramemory
   verify_plan_reminder vsp_output`.split(/\s+/),
)

/** Blocks of a message that a reader sees nothing of. */
export const knownBlocks = new Set(
  `thinking redacted_thinking text fallback container_upload compaction tool_reference connector_text advisor_tool_result`.split(
    /\s+/,
  ),
)
