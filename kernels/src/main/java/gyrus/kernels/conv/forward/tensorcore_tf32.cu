// The forward pass as a product on tensor cores, in TF32.
// Target: compute_80
#include "../../cuda/tensorcore_product.cuh"
#include "product.cuh"

CONV_FORWARD(convForward, tensorcoreProduct<Tf32>)
CONV_FORWARD(joinPieces, joinPieces)
