// Where something lies in shared memory, as inline assembly names it.
#pragma once

__device__ inline unsigned sharedAddress(const void *place) { return (unsigned)__cvta_generic_to_shared(place); }
