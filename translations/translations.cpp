// SPDX-License-Identifier: GPL-3.0-or-later
// Carries the compiled translations (:/i18n/connection-doctor_<language>.qm) into each program.
