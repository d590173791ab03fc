// SPDX-License-Identifier: GPL-3.0-or-later
// Libraries that are loaded at their first use instead of at the start. With what they depend on, those that make pages
// and archives are a quarter of all the window would load, and take a tenth of the time until it is painted, which most
// runs of the program never make use of (tests/bench/run.sh).
#pragma once

#include "app/core/base/error.h"

#include <QtGlobal>
#include <atomic>

namespace doctor::report
{

/// A shared library by the file name that the linker would write down (its SONAME). Any thread.
class LateLibrary
{
public:
    constexpr explicit LateLibrary(const char* name) : m_name(name) {}
    /// To be called before its functions; costs nothing after the first success. Says what is missing.
    [[nodiscard]] core::Result<void> load();
    /// Never null: a library of this name that lacks the function is broken, and the program ends with its name.
    [[nodiscard]] QFunctionPointer function(const char* name);

private:
    const char* m_name;
    std::atomic<bool> m_loaded = false;
};

template <typename Signature>
class LateFunction;

/// A function of such a library; called as the function itself.
template <typename Answer, typename... Arguments>
class LateFunction<Answer (*)(Arguments...)>
{
public:
    constexpr LateFunction(LateLibrary& library, const char* name) : m_library(library), m_name(name) {}

    Answer operator()(Arguments... arguments) const
    {
        QFunctionPointer found = m_found.load(std::memory_order_relaxed);
        if (!found) {
            found = m_library.function(m_name);
            m_found.store(found, std::memory_order_relaxed);
        }
        return reinterpret_cast<Answer (*)(Arguments...)>(found)(arguments...);
    }

private:
    LateLibrary& m_library;
    const char* m_name;
    mutable std::atomic<QFunctionPointer> m_found = nullptr;
};

} // namespace doctor::report

/// Declares `name` in the current namespace as the function of that name in `library`.
#define DOCTOR_LATE(library, name) inline const LateFunction<decltype(&::name)> name(library, #name)
