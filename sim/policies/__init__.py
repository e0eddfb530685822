"""The levers, one module each; a scenario's table ``policy = "…"`` names one of ``POLICIES``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sim.policies.activity_subsidy import ActivitySubsidy
from sim.policies.anchor_led import AnchorLed
from sim.policies.annual_check import AnnualCheck
from sim.policies.area_branch import AreaBranch
from sim.policies.base import Policy
from sim.policies.base_cleanup import BaseCleanup
from sim.policies.branch_appraisal import BranchAppraisal
from sim.policies.census import Census
from sim.policies.committee_staff import CommitteeStaff
from sim.policies.coverage_quota import CoverageQuota
from sim.policies.demonstration_sites import DemonstrationSites
from sim.policies.dispatch_liaisons import DispatchLiaisons
from sim.policies.dual_entry import DualEntry
from sim.policies.functional_branch import FunctionalBranch
from sim.policies.hosting import Hosting
from sim.policies.industry_committee import IndustryCommittee
from sim.policies.joint_branch_drive import JointBranchDrive
from sim.policies.mass_organization_first import MassOrganizationFirst
from sim.policies.member_placement import MemberPlacement
from sim.policies.party_fee_rebate import PartyFeeRebate
from sim.policies.publicity_campaign import PublicityCampaign
from sim.policies.recognition import Recognition
from sim.policies.recruitment_drive import RecruitmentDrive
from sim.policies.registration_prompt import RegistrationPrompt
from sim.policies.secretary_protection import SecretaryProtection
from sim.policies.secretary_sourcing import SecretarySourcing
from sim.policies.secretary_stipend import SecretaryStipend
from sim.policies.secretary_training import SecretaryTraining
from sim.policies.service_center import ServiceCenter
from sim.policies.startup_grant import StartupGrant
from sim.policies.transfer_drive import TransferDrive
from sim.policies.venue_sharing import VenueSharing

# In the order in which the model's description lists them.
_ALL: tuple[type[Policy], ...] = (
    DispatchLiaisons,
    CommitteeStaff,
    StartupGrant,
    ActivitySubsidy,
    PartyFeeRebate,
    VenueSharing,
    SecretaryStipend,
    SecretaryProtection,
    SecretaryTraining,
    SecretarySourcing,
    DualEntry,
    BranchAppraisal,
    Recognition,
    RegistrationPrompt,
    AnnualCheck,
    Hosting,
    Census,
    JointBranchDrive,
    AnchorLed,
    AreaBranch,
    FunctionalBranch,
    IndustryCommittee,
    TransferDrive,
    ServiceCenter,
    RecruitmentDrive,
    MemberPlacement,
    DemonstrationSites,
    PublicityCampaign,
    MassOrganizationFirst,
    CoverageQuota,
    BaseCleanup,
)

POLICIES: Final[Mapping[str, type[Policy]]] = {policy.name: policy for policy in _ALL}
