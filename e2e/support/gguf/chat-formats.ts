import { chatMl } from './tiny-tokenizer.ts'
import type { ChatTokens } from './vocabularies.ts'

// The formats that the families were trained on, cut down to user and assistant turns.

export const chatMlFormat: ChatTokens = {
  template: chatMl,
  special: ['<|endoftext|>', '<|im_start|>', '<|im_end|>'],
  begin: '<|endoftext|>',
  end: '<|im_end|>',
}

export const llama3Format: ChatTokens = {
  template: `{{ bos_token }}{% for message in messages %}{{ '<|start_header_id|>' + message['role'] + '<|end_header_id|>\\n\\n' + message['content'] | trim + '<|eot_id|>' }}{% endfor %}{% if add_generation_prompt %}{{ '<|start_header_id|>assistant<|end_header_id|>\\n\\n' }}{% endif %}`,
  special: ['<|begin_of_text|>', '<|end_of_text|>', '<|start_header_id|>', '<|end_header_id|>', '<|eot_id|>'],
  begin: '<|begin_of_text|>',
  end: '<|eot_id|>',
}

export const llama2Format: ChatTokens = {
  template: `{% for message in messages %}{% if message['role'] == 'user' %}{{ bos_token + '[INST] ' + message['content'] | trim + ' [/INST]' }}{% elif message['role'] == 'system' %}{{ '<<SYS>>\\n' + message['content'] | trim + '\\n<</SYS>>\\n\\n' }}{% elif message['role'] == 'assistant' %}{{ ' ' + message['content'] | trim + ' ' + eos_token }}{% endif %}{% endfor %}`,
  special: ['<s>', '</s>'],
  begin: '<s>',
  end: '</s>',
}

/** `</s>`, `<unk>`, `<s>` and `<|endoftext|>` must be there: llama.cpp looks for them in a model named Phi-3. */
export const phi3Format: ChatTokens = {
  template: `{% for message in messages %}{{ '<|' + message['role'] + '|>\\n' + message['content'] + '<|end|>\\n' }}{% endfor %}{% if add_generation_prompt %}{{ '<|assistant|>\\n' }}{% endif %}`,
  special: ['<s>', '</s>', '<|endoftext|>', '<|system|>', '<|user|>', '<|assistant|>', '<|end|>'],
  begin: '<s>',
  end: '<|endoftext|>',
}

export const gemmaFormat: ChatTokens = {
  template: `{{ bos_token }}{% for message in messages %}{{ '<start_of_turn>' + ('model' if message['role'] == 'assistant' else message['role']) + '\\n' + message['content'] | trim + '<end_of_turn>\\n' }}{% endfor %}{% if add_generation_prompt %}{{ '<start_of_turn>model\\n' }}{% endif %}`,
  special: ['<bos>', '<eos>', '<start_of_turn>', '<end_of_turn>'],
  begin: '<bos>',
  end: '<end_of_turn>',
}

export const deepSeekFormat: ChatTokens = {
  template: `{{ bos_token }}{% for message in messages %}{% if message['role'] == 'user' %}{{ '<｜User｜>' + message['content'] }}{% elif message['role'] == 'assistant' %}{{ '<｜Assistant｜>' + message['content'] + '<｜end▁of▁sentence｜>' }}{% else %}{{ message['content'] }}{% endif %}{% endfor %}{% if add_generation_prompt %}{{ '<｜Assistant｜>' }}{% endif %}`,
  special: ['<｜begin▁of▁sentence｜>', '<｜end▁of▁sentence｜>', '<｜User｜>', '<｜Assistant｜>'],
  begin: '<｜begin▁of▁sentence｜>',
  end: '<｜end▁of▁sentence｜>',
}
