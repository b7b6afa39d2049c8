/**
 * The entries of Codex that are no part of the conversation, by their own names: bookkeeping, and events that say once
 * more what a `response_item` says. An entry of another kind is shown as one that is not known.
 */
export const knownRecords = new Set([
  'session_meta',
  'turn_context',
  'world_state',
  'token_usage_record',
  'retained_context',
  'state',
  // Lines of `codex exec --json`.
  'thread.started',
  'turn.started',
  'turn.completed',
  'item.started',
  'item.updated',
])

/** Items of the model that carry nothing to be read. */
export const knownItems = new Set([
  'reasoning',
  'ghost_snapshot',
  'compaction',
  'compaction_summary',
  'context_compaction',
])

export const knownEvents = new Set(
  `agent_message agent_message_content_delta agent_message_delta agent_reasoning agent_reasoning_delta
   agent_reasoning_raw_content agent_reasoning_raw_content_delta agent_reasoning_section_break user_message raw_response_item
   apply_patch_approval_request background_event collab_agent_interaction_begin collab_agent_interaction_end
   collab_agent_spawn_begin collab_agent_spawn_end collab_close_begin collab_close_end collab_resume_begin collab_resume_end
   collab_waiting_begin collab_waiting_end context_compacted conversation_path deprecation_notice dynamic_tool_call_request
   dynamic_tool_call_response elicitation_request exec_approval_request exec_command_begin exec_command_end
   exec_command_output_delta get_history_entry_response guardian_assessment hook_completed hook_started
   image_generation_begin image_generation_end item_completed item_started list_custom_prompts_response
   list_remote_skills_response list_skills_response mcp_list_tools_response mcp_startup_complete mcp_startup_update
   mcp_tool_call_begin mcp_tool_call_end patch_apply_begin patch_apply_end patch_apply_updated plan_delta plan_update
   reasoning_content_delta reasoning_raw_content_delta request_permissions request_user_input session_configured
   shutdown_complete skills_update_available sub_agent_activity task_complete task_started terminal_interaction
   thread_goal_updated thread_name_updated thread_settings_applied token_count turn_complete turn_diff turn_started
   undo_started view_image_tool_call web_search_begin web_search_end`.split(/\s+/),
)

/** What `item_completed` may be about. Each of these also stands in a `response_item`. */
export const knownCompletions = new Set(
  `AgentMessage CollabAgentToolCall CommandExecution ContextCompaction DynamicToolCall EnteredReviewMode ExitedReviewMode FileChange
   HookPrompt ImageGeneration ImageView McpToolCall Plan Reasoning Sleep SubAgentActivity UserMessage WebSearch`.split(
    /\s+/,
  ),
)
