/** Weights and training states in safetensors files. Start at {@link gyrus.model.checkpoint.Checkpoint}. */
package gyrus.model.checkpoint;
