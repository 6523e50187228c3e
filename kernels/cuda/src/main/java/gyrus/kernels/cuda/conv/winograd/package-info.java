/**
 * Winograd's convolutions on a GPU: the transforms of tiles and weights, the passes that gather pixels, and an estimate of where
 * they pay.
 */
package gyrus.kernels.cuda.conv.winograd;
