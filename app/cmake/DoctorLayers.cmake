# SPDX-License-Identifier: GPL-3.0-or-later
# The layer table: which library may use which. tests/arch reads the same lines, so keep one edge list per line.

set(DOCTOR_LAYER_core "")
set(DOCTOR_LAYER_net core)
set(DOCTOR_LAYER_probes core net)
set(DOCTOR_LAYER_knowledge core)
set(DOCTOR_LAYER_diagnosis core knowledge)
set(DOCTOR_LAYER_practice core net)
set(DOCTOR_LAYER_engine core net probes knowledge diagnosis practice)
set(DOCTOR_LAYER_figures core knowledge)
set(DOCTOR_LAYER_store core)
set(DOCTOR_LAYER_report core knowledge figures)
set(DOCTOR_LAYER_cli core knowledge engine store figures report practice)
set(DOCTOR_LAYER_ui core knowledge engine figures store report)

# Third-party packages each library may link; anything else stops the configure step.
set(DOCTOR_PACKAGES_core Qt6::Core tl::expected)
set(DOCTOR_PACKAGES_net Qt6::Core Qt6::Network Boost::headers OpenSSL::SSL OpenSSL::Crypto)
set(DOCTOR_PACKAGES_probes Qt6::Core)
set(DOCTOR_PACKAGES_knowledge Qt6::Core)
set(DOCTOR_PACKAGES_diagnosis Qt6::Core)
set(DOCTOR_PACKAGES_practice Qt6::Core)
set(DOCTOR_PACKAGES_engine Qt6::Core)
set(DOCTOR_PACKAGES_figures Qt6::Core)
set(DOCTOR_PACKAGES_store Qt6::Core Qt6::Sql)
set(DOCTOR_PACKAGES_report Qt6::Core)
set(DOCTOR_PACKAGES_cli Qt6::Core CLI11::CLI11)
set(DOCTOR_PACKAGES_ui Qt6::Core Qt6::Gui Qt6::Widgets Qt6::Charts)
