// A rectangle of rows x columns, distributed over a two-dimensional grid: x runs along columns, y down rows.
#pragma once

__device__ inline int firstRow() { return blockIdx.y * blockDim.y + threadIdx.y; }
__device__ inline int rowStep() { return gridDim.y * blockDim.y; }
__device__ inline int firstColumn() { return blockIdx.x * blockDim.x + threadIdx.x; }
__device__ inline int columnStep() { return gridDim.x * blockDim.x; }
