// The gradient with respect to the input as a product on tensor cores, in bfloat16.
// Target: compute_80
#include "../../cuda/tensorcore_product.cuh"
#include "product.cuh"

CONV_GRAD_INPUT(convGradInput, GradInputProduct, tensorcoreProduct<Bf16>)
CONV_GRAD_INPUT(joinPieces, GradInputProduct, joinPieces)
CONV_GRAD_INPUT(convGradInputBlocks, GradInputBlocksProduct, tensorcoreProduct<Bf16>)
CONV_GRAD_INPUT(joinPiecesBlocks, GradInputBlocksProduct, joinPieces)
