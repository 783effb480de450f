#pragma once

#include <new>
#include <stdexcept>
#include <sys/mman.h>

namespace bellwether::storage {

/// A value in memory that a child process shares: what it tells before it is
/// killed.
template <class Value>
class shared_memory {
public:
  shared_memory()
      : at_{::mmap(nullptr, sizeof(Value), PROT_READ | PROT_WRITE,
                   MAP_SHARED | MAP_ANONYMOUS, -1, 0)} {
    if (at_ == MAP_FAILED)
      throw std::runtime_error{"no memory to share"};
    value_ = new (at_) Value;
  }
  ~shared_memory() { ::munmap(at_, sizeof(Value)); }
  shared_memory(const shared_memory&) = delete;
  shared_memory& operator=(const shared_memory&) = delete;

  Value* operator->() const { return value_; }
  Value& operator*() const { return *value_; }

private:
  void* at_;
  Value* value_ = nullptr;
};

} // namespace bellwether::storage
