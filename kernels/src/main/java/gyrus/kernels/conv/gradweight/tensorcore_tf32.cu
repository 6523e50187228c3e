// The gradient with respect to the weights as a product on tensor cores, in TF32.
// Target: compute_80
#include "../../cuda/tensorcore_product.cuh"
#include "product.cuh"

CONV_GRAD_WEIGHT(convGradWeight, tensorcoreProduct<Tf32>)
CONV_GRAD_WEIGHT(joinPieces, joinPieces)
