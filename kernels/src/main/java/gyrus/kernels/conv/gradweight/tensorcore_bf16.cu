// The gradient with respect to the weights as a product on tensor cores, in bfloat16.
// Target: compute_80
#include "../../cuda/tensorcore_product.cuh"
#include "product.cuh"

CONV_GRAD_WEIGHT(convGradWeight, tensorcoreProduct<Bf16>)
CONV_GRAD_WEIGHT(joinPieces, joinPieces)
